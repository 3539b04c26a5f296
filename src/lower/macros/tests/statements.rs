use super::assert_reads;
use super::expr;
use super::items;
use super::stmt;
use crate::lower::macros::Reading;
use crate::lower::macros::StaticKind;

#[test]
fn pin_binds_locals_anew() {
    let parts = ["letmutfuture=::core::pin::pin!(future);", "letmutb=::core::pin::pin!(b);"];
    assert_reads(&stmt("tokio::pin!(future, b)"), "meaning", &parts);
    let parts = ["letf=::core::pin::pin!(run(x));"];
    assert_reads(&stmt("tokio::pin! { let f = run(x); }"), "meaning", &parts);
    assert_reads(&stmt("pin!(run(x))"), "value", &["run(x)"]);
}

#[test]
fn a_stream_has_statements() {
    let reading = expr("try_stream! { let x = f().await?; yield x; }");
    assert_reads(&reading, "try_stream", &["letx=f().await?;", "yieldx;"]);
}

#[test]
fn for_await_is_written_out() {
    let reading = expr(
        "async_stream::stream! { if a { for await (k, v) in input.map(|x| x) { yield v; } } }",
    );
    let parts = [
        "ifa{{letmut__stream=input.map(|x|x);whileletSome((k,v))=__asyncheck_crate_futures_util::stream::StreamExt::next(&mut__stream).await{yieldv;}}}",
    ];
    assert_reads(&reading, "stream", &parts);
}

#[test]
fn statics_of_three_kinds() {
    let reading = items(
        "thread_local! { pub static A: RefCell<u8> = const { RefCell::new(0) }; #[cfg(unix)] static B: u8 = f() }",
    );
    let Reading::Statics(kind, statics) = &reading else { panic!("not read") };
    assert_eq!(*kind, StaticKind::ThreadLocal);
    assert_eq!(statics[1].attrs.len(), 1);
    assert_reads(&reading, "statics", &["A", "B"]);

    let reading = items("lazy_static! { static ref A: Regex = Regex::new(\"a\").unwrap(); }");
    let Reading::Statics(kind, statics) = &reading else { panic!("not read") };
    assert_eq!((*kind, statics[0].init.is_some()), (StaticKind::Lazy, true));

    let reading = items("tokio::task_local! { pub(crate) static A: u8; static B: String }");
    let Reading::Statics(kind, statics) = &reading else { panic!("not read") };
    assert_eq!((*kind, statics[0].init.is_none()), (StaticKind::TaskLocal, true));
    assert_reads(&reading, "statics", &["A", "B"]);
}

#[test]
fn cfg_if_becomes_attributes() {
    let reading = items(
        "cfg_if! { if #[cfg(unix)] { mod a; fn f() {} } else if #[cfg(feature = \"x\")] { mod b; } else { mod c; } }",
    );
    let parts = [
        "#[cfg(all(unix))]moda;",
        "#[cfg(all(unix))]fnf(){}",
        "#[cfg(all(not(unix),feature=\"x\"))]modb;",
        "#[cfg(all(not(unix),not(feature=\"x\"),))]modc;",
    ];
    assert_reads(&reading, "meaning", &parts);
}

#[test]
fn cfg_if_among_statements() {
    let reading = stmt("cfg_if::cfg_if! { if #[cfg(unix)] { let x = 1; f(x); } else { g() } }");
    let parts =
        ["#[cfg(all(unix))]letx=1;", "#[cfg(all(unix))]{f(x);}", "#[cfg(all(not(unix),))]{g()}"];
    assert_reads(&reading, "meaning", &parts);
}

#[test]
fn cfg_select_has_arms() {
    let reading = expr("cfg_select! { all(unix, test) => { a() } windows => b(), _ => c() }");
    let parts = [
        "#[cfg(all(all(unix,test)))]{a()}",
        "#[cfg(all(not(all(unix,test)),windows))]{b()}",
        "#[cfg(all(not(all(unix,test)),not(windows),))]{c()}",
    ];
    assert_reads(&reading, "meaning", &parts);
}

#[test]
fn a_pin_projection_holds_items() {
    let reading = items("pin_project! { struct A<F> { #[pin] future: F, n: u8 } }");
    assert_reads(&reading, "meaning", &["structA<F>{#[pin]future:F,n:u8}"]);
}

#[test]
fn a_pin_projection_may_lack_a_comma() {
    let reading = items("pin_project! { struct A<'a F: ?Sized> { #[pin] future: &'a F, n: u8 } }");
    assert_reads(&reading, "meaning", &["structA<'a,F:?Sized>{#[pin]future:&'aF,n:u8}"]);
}
