use crate::lower::files;
use crate::lower::tests::workspace;
use crate::lower::wanted;
use crate::source::CfgSet;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::Mount;
use crate::source::TargetKind;

#[test]
fn paths_that_begin_with_a_dependency_are_wanted() {
    let text = "use dep::{self, a::{b, c as d}, e::*};
        use own::f;
        fn g(h: dep::i::J<dep::K>) -> impl dep::L { dep::m::n(|o: dep::P| crate::dep::q()); b::r() }
        fn s() { if let ::dep::T(..) = u.v::<dep::W>() as dep::X {} let y: dep::Z = dep; }";
    let mut workspace = workspace(text);
    workspace.crates.push(Crate {
        package: None,
        name: "own".to_owned(),
        kind: TargetKind::Lib,
        crate_types: Vec::new(),
        target: "own".to_owned(),
        edition: 2024,
        cfg: CfgSet::default(),
        externs: vec![("dep".to_owned(), None), ("own".to_owned(), Some(CrateId(0)))],
        mounts: vec![Mount { file: FileId(0), children: Vec::new(), includes: Vec::new() }],
        for_tests: false,
        judged: true,
        dependency: false,
    });
    let wanted = wanted(&files(&workspace), &workspace);
    let paths: Vec<String> = wanted.paths.iter().map(|(_, path)| path.join("::")).collect();
    assert_eq!(
        paths,
        [
            "dep",
            "dep::K",
            "dep::L",
            "dep::P",
            "dep::T",
            "dep::W",
            "dep::X",
            "dep::Z",
            "dep::a::b",
            "dep::a::c",
            "dep::e::*",
            "dep::i::J",
            "dep::m::n",
        ]
    );
}
