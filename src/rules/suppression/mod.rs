//! Comments that should silence a finding and do not. `triage` finds these: they are about comments,
//! which no other rule sees.

pub mod malformed_suppression;
pub mod suppression_without_reason;
pub mod unfulfilled_expectation;
pub mod unknown_rule_in_suppression;
pub mod unused_suppression;
