//! What the generated bodies stand on: a guard that registers itself while it is alive, an await that
//! records what is alive, and decisions that take the bits of an input.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

thread_local! {
    static ALIVE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static SEEN: RefCell<BTreeMap<u32, BTreeSet<u32>>> = const { RefCell::new(BTreeMap::new()) };
}

struct Guard(u32);

impl Guard {
    fn number(&self) -> u32 { self.0 }
    fn flag(&self, bits: &Bits) -> bool { bits.next() }
    fn with(&self, more: u32) -> u32 { self.0 + more }
    fn some(&self, bits: &Bits) -> Option<u32> { if bits.next() { Some(1) } else { None } }
    fn turns(&self, bits: &Bits) -> std::ops::Range<u32> { 0..(bits.next() as u32 + bits.next() as u32) }
    fn end(self) {}
    fn into_hold(self) -> Hold { Hold { guard: self, number: 1 } }
}

impl Drop for Guard {
    fn drop(&mut self) {
        ALIVE.with_borrow_mut(|alive| {
            let at = alive.iter().rposition(|known| *known == self.0).unwrap();
            alive.remove(at);
        });
    }
}

struct Hold { guard: Guard, number: u32 }
struct Seen<'a> { guard: &'a Guard, number: u32 }
enum Either { Left(Guard), Right(u32) }

fn make(number: u32) -> Guard {
    ALIVE.with_borrow_mut(|alive| alive.push(number));
    Guard(number)
}
async fn make_later(number: u32) -> Guard { make(number) }
fn maybe(number: u32, bits: &Bits) -> Option<Guard> { if bits.next() { Some(make(number)) } else { None } }
fn attempt(number: u32, bits: &Bits) -> Result<Guard, u32> { if bits.next() { Ok(make(number)) } else { Err(1) } }
fn either(number: u32, bits: &Bits) -> Either { if bits.next() { Either::Left(make(number)) } else { Either::Right(1) } }
fn consume(_guard: Guard) {}
fn consume_both(_guard: Guard, _number: u32) -> u32 { 1 }
fn consume_hold(_hold: Hold) {}
fn add(one: u32, other: u32) -> u32 { one + other }
fn step(bits: &Bits) -> Option<u32> { if bits.next() { Some(1) } else { None } }

/// The await that records what is alive.
struct Mark(u32);

fn mark(number: u32) -> Mark { Mark(number) }

impl Future for Mark {
    type Output = u32;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        let alive = ALIVE.with_borrow(|alive| alive.clone());
        SEEN.with_borrow_mut(|seen| seen.entry(self.0).or_default().extend(alive));
        Poll::Ready(1)
    }
}

/// Each decision takes the next bit; none left: no.
struct Bits { left: Cell<u32>, input: Cell<u32> }

impl Bits {
    fn next(&self) -> bool {
        if self.left.get() == 0 { return false; }
        self.left.set(self.left.get() - 1);
        let bit = self.input.get() & 1 == 1;
        self.input.set(self.input.get() >> 1);
        bit
    }
}

fn run<'a>(body: impl Future<Output = Option<u32>> + 'a) {
    let mut body = Box::pin(body);
    let mut context = Context::from_waker(Waker::noop());
    assert!(body.as_mut().poll(&mut context).is_ready());
}

fn every_path(body: fn(&'static Bits) -> Pin<Box<dyn Future<Output = Option<u32>>>>) {
    for input in 0..64 {
        let bits: &'static Bits = Box::leak(Box::new(Bits { left: Cell::new(6), input: Cell::new(input) }));
        run(body(bits));
        ALIVE.with_borrow(|alive| assert!(alive.is_empty()));
    }
}

fn tell() {
    SEEN.with_borrow(|seen| {
        for (mark, alive) in seen {
            print!("{mark}");
            alive.iter().for_each(|number| print!(" {number}"));
            println!();
        }
    });
}
