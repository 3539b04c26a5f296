use super::expr;
use super::print;
use super::show;
use crate::lower::macros::Reading;
use crate::lower::macros::SelectSyntax;

fn select(text: &str) -> SelectSyntax {
    match expr(text) {
        Reading::Select(select) => *select,
        other => panic!("read as {:?}", show(&other)),
    }
}

fn arms(select: &SelectSyntax) -> Vec<String> {
    let arms = select.arms.iter().map(|arm| {
        let condition = arm.condition.as_ref().map(|it| format!(", {}", print(it)));
        let condition = condition.unwrap_or_default();
        format!("{} = {}{condition} => {}", print(&arm.pat), print(&arm.future), print(&arm.body))
    });
    arms.collect()
}

#[test]
fn select_of_tokio() {
    let select = select(
        "tokio::select! {
            biased;
            _ = token.cancelled() => return Ok(()),
            Some(Ok(x)) = stream.next(), if open && n < 3 => { handle(x).await; }
            res = async { a().await } => match res { Ok(x) => x, Err(_) => 0 },
            () = &mut sleep => {},
            else => break
        }",
    );
    assert!(select.biased);
    assert_eq!(
        arms(&select),
        [
            "_ = token.cancelled() => returnOk(())",
            "Some(Ok(x)) = stream.next(), open&&n<3 => {handle(x).await;}",
            "res = async{a().await} => matchres{Ok(x)=>x,Err(_)=>0}",
            "() = &mutsleep => {}",
        ]
    );
    assert_eq!(select.otherwise.as_ref().map(print).as_deref(), Some("break"));
}

#[test]
fn select_of_futures() {
    let select = select(
        "futures::select_biased! {
            a = first => a,
            Some(1) | None = second.fuse() => { 2 }
            complete => break,
        }",
    );
    assert!(select.biased);
    assert_eq!(arms(&select), ["a = first => a", "Some(1)|None = second.fuse() => {2}"]);
    assert_eq!(select.otherwise.as_ref().map(print).as_deref(), Some("break"));
}

#[test]
fn complete_and_default_are_alternatives() {
    let select = select("select! { x = f => x, complete => panic!(), default => 0 }");
    let otherwise = select.otherwise.as_ref().map(print);
    assert_eq!(otherwise.as_deref(), Some("match(){_=>panic!(),_=>0}"));
    assert!(!select.biased);
}

#[test]
fn a_block_that_goes_on_is_one_body() {
    let select = select("select! { x = f => { g }.await, y = h => async {}.await }");
    assert_eq!(arms(&select), ["x = f => {g}.await", "y = h => async{}.await"]);
}

#[test]
fn a_struct_literal_and_a_closure_in_an_arm() {
    let select = select("select! { x = Wait { n: 1 } => (), y = run(|a, b| a + b) => () }");
    assert_eq!(arms(&select), ["x = Wait{n:1} => ()", "y = run(|a,b|a+b) => ()"]);
}

#[test]
fn select_of_crossbeam_is_another_macro() {
    let reading = expr("select! { recv(r) -> msg => handle(msg), default(wait()) => idle() }");
    let (kind, parts) = show(&reading);
    assert_eq!(kind, "as written");
    assert_eq!(parts, ["recv(r)", "handle(msg)", "default(wait())", "idle()"]);
}
