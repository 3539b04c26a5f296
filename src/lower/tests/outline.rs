use crate::lower::tests::lowered;

const TEXT: &str = "use a::b;\npub struct C { d: E }\nimpl C { fn f(&self, g: H) -> I { j() } }\n\
                    fn k() { fn l() {} }\nstatic M: N = o();\n";

#[test]
fn an_edit_inside_a_body_leaves_the_outline() {
    let before = lowered(TEXT).outline;
    for (old, new) in [
        ("j()", "let x = self.d.y().await; x"),
        ("fn l() {}", "fn l() { z() } q();"),
        ("o()", "1"),
        ("use a::b;\n", "// a comment\nuse a::b;\n\n"),
        ("g: H", "other: H"),
    ] {
        assert_eq!(lowered(&TEXT.replace(old, new)).outline, before, "{new}");
    }
}

#[test]
fn an_edit_outside_of_bodies_changes_the_outline() {
    let before = lowered(TEXT).outline;
    for (old, new) in [
        ("use a::b", "use a::c"),
        ("use a::b", "use a::b as _"),
        ("use a::b", "#[x::y] use a::b"),
        ("pub struct", "pub(crate) struct"),
        ("d: E", "d: &E"),
        ("d: E", "d: E<F>"),
        ("fn f(&self", "fn f(&mut self"),
        ("fn f(", "async fn f("),
        ("g: H", "g: H, h: H"),
        ("-> I", ""),
        ("impl C", "impl D for C"),
        ("fn k", "fn kk"),
        ("fn l() {}", "impl P for Q {}"),
        ("M: N", "M: O"),
    ] {
        assert_ne!(lowered(&TEXT.replace(old, new)).outline, before, "{new}");
    }
}
