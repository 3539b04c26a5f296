//! What is known of a value.

use crate::ir::BinaryOp;
use crate::library::Answer;
use crate::library::Pause;

/// What is known of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value<'a> {
    /// Nothing.
    Unknown,
    /// It depends on what other tasks have done.
    Shared,
    /// A future that makes the task pause.
    Pausing(Pause),
    Bool(bool),
    Number(u64),
    /// A variant, with what is in it where it has one part.
    Variant(&'a str, Box<Value<'a>>),
}

impl<'a> Value<'a> {
    /// The value that a row tells of.
    pub(super) fn of(answer: &'a Answer) -> Self {
        Self::filled(answer, &Value::Unknown).unwrap_or(Value::Unknown)
    }

    /// The value that a row tells of, where this is what the call is given; none where the call does
    /// not come back.
    pub(super) fn filled(answer: &'a Answer, given: &Value<'a>) -> Option<Self> {
        Some(match answer {
            Answer::Any => Value::Unknown,
            Answer::Given => given.clone(),
            Answer::Never => return None,
            Answer::Shared => Value::Shared,
            Answer::Bool(value) => Value::Bool(*value),
            Answer::Number(value) => Value::Number(*value),
            Answer::Variant(name, inner) => {
                let inner = match inner {
                    Some(inner) => Self::filled(inner, given)?,
                    None => Value::Unknown,
                };
                Value::Variant(name, Box::new(inner))
            }
        })
    }

    /// What an operator makes of two values.
    pub(super) fn computed(op: BinaryOp, one: &Value<'a>, other: &Value<'a>) -> Value<'a> {
        let decided = match (one, other) {
            (Value::Number(one), Value::Number(other)) => compared(op, one.cmp(other)),
            (Value::Bool(one), Value::Bool(other)) => compared(op, one.cmp(other)),
            (Value::Variant(one, _), Value::Variant(other, _)) if one != other => {
                compared(op, std::cmp::Ordering::Less)
                    .filter(|_| matches!(op, BinaryOp::Eq | BinaryOp::Ne))
            }
            (Value::Shared, _) | (_, Value::Shared) => return Value::Shared,
            _ => None,
        };
        decided.map_or(Value::Unknown, Value::Bool)
    }

    /// The opposite.
    pub(super) fn negated(self) -> Value<'a> {
        match self {
            Value::Bool(value) => Value::Bool(!value),
            Value::Shared => Value::Shared,
            _ => Value::Unknown,
        }
    }
}

fn compared(op: BinaryOp, order: std::cmp::Ordering) -> Option<bool> {
    Some(match op {
        BinaryOp::Eq => order.is_eq(),
        BinaryOp::Ne => order.is_ne(),
        BinaryOp::Lt => order.is_lt(),
        BinaryOp::Le => order.is_le(),
        BinaryOp::Gt => order.is_gt(),
        BinaryOp::Ge => order.is_ge(),
        _ => return None,
    })
}
