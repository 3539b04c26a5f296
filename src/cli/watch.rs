//! `--timings`: where the time of a run goes.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;
use std::time::Instant;

use crate::rules::Clock;

/// How many rules are listed.
const RULES: usize = 15;

/// Takes the time of each part of a run. The default one takes none.
#[derive(Debug, Default)]
pub(super) struct Watch {
    last: Option<Instant>,
    laps: Vec<(&'static str, Duration)>,
    rules: BTreeMap<&'static str, u64>,
}

impl Watch {
    /// Starts, if it is wanted.
    pub fn new(is_wanted: bool) -> Self {
        Self { last: is_wanted.then(Instant::now), ..Self::default() }
    }

    /// A part has ended.
    pub fn lap(&mut self, part: &'static str) {
        if let Some(last) = self.last {
            let now = Instant::now();
            self.laps.push((part, now - last));
            self.last = Some(now);
        }
    }

    /// What rules are timed by.
    pub fn clock(&self) -> Option<Clock> {
        self.last.map(|_| nanoseconds as Clock)
    }

    /// What the rules have taken.
    pub fn rules(&mut self, times: BTreeMap<&'static str, u64>) {
        self.rules = times;
    }

    /// A table in lines; none where no time was taken.
    pub fn lines(&self) -> Vec<String> {
        let line = |time: Duration, what: &str| {
            format!("{:>10.1} ms  {what}", time.as_secs_f64() * 1000.0)
        };
        let mut lines: Vec<String> =
            self.laps.iter().map(|(part, time)| line(*time, part)).collect();
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|(rule, time)| (std::cmp::Reverse(**time), **rule));
        if !rules.is_empty() {
            lines.push("the slowest rules, in all threads together:".to_owned());
        }
        let slowest = rules.into_iter().take(RULES);
        lines.extend(slowest.map(|(rule, time)| line(Duration::from_nanos(*time), rule)));
        lines
    }
}

/// The nanoseconds since it was first asked.
fn nanoseconds() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_wish_nothing_is_timed() {
        let mut watch = Watch::default();
        watch.lap("one");
        assert_eq!((watch.lines(), watch.clock().is_none()), (Vec::new(), true));
    }

    #[test]
    fn the_slowest_rules_come_first() {
        let mut watch = Watch::new(true);
        watch.lap("one");
        watch.rules(BTreeMap::from([("a", 1_500_000), ("b", 2_000_000)]));
        let lines = watch.lines();
        assert!(lines[0].ends_with(" ms  one"), "{lines:?}");
        assert_eq!(lines[2..], ["       2.0 ms  b", "       1.5 ms  a"]);
    }
}
