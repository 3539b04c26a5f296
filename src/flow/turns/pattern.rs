//! Patterns: whether they match, and what they bind.

use crate::flow::turns::state::State;
use crate::flow::turns::value::Value;
use crate::flow::turns::walk::Walk;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::Name;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::types::Type;
use crate::types::TypeHead;

/// Whether a pattern matches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Match {
    Yes,
    No,
    /// It depends on what other tasks do.
    Shared,
    /// It is not known.
    Maybe,
}

impl Match {
    fn and(self, other: Match) -> Match {
        match (self, other) {
            (Match::No, _) | (_, Match::No) => Match::No,
            (Match::Maybe, _) | (_, Match::Maybe) => Match::Maybe,
            (Match::Shared, _) | (_, Match::Shared) => Match::Shared,
            _ => Match::Yes,
        }
    }

    fn or(self, other: Match) -> Match {
        match (self, other) {
            (Match::Yes, _) | (_, Match::Yes) => Match::Yes,
            (Match::Maybe, _) | (_, Match::Maybe) => Match::Maybe,
            (Match::Shared, _) | (_, Match::Shared) => Match::Shared,
            _ => Match::No,
        }
    }
}

impl<'a> Walk<'a> {
    /// Whether a pattern matches a value.
    pub(super) fn matches(&self, pat: PatId, value: &Value<'a>) -> Match {
        let body = self.body;
        match &body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest => Match::Yes,
            PatKind::Missing => Match::Maybe,
            PatKind::Bind { name, sub, .. } => {
                if self.types.is_constant_pat(pat) {
                    return self.is_variant(*name, value);
                }
                sub.map_or(Match::Yes, |sub| self.matches(sub, value))
            }
            PatKind::Path(path) => match path.segments.last() {
                Some(last) => self.is_variant(last.name, value),
                None => Match::Maybe,
            },
            PatKind::TupleStruct { path, pats } => {
                let Some(last) = path.segments.last() else { return Match::Maybe };
                let inner = self.inner(value);
                let variant = self.is_variant(last.name, value);
                let parts = pats.iter().map(|&part| self.matches(part, inner));
                parts.fold(variant, Match::and)
            }
            PatKind::Struct { path, fields } => {
                let Some(last) = path.segments.last() else { return Match::Maybe };
                let variant = self.is_variant(last.name, value);
                let parts = fields.iter().map(|&(_, part)| self.matches(part, &Value::Unknown));
                parts.fold(variant, Match::and)
            }
            PatKind::Tuple(pats) | PatKind::Slice(pats) => {
                let parts = pats.iter().map(|&part| self.matches(part, &Value::Unknown));
                parts.fold(Match::Yes, Match::and)
            }
            PatKind::Ref(inner) => self.matches(*inner, value),
            PatKind::Or(pats) => {
                let parts = pats.iter().map(|&part| self.matches(part, value));
                parts.fold(Match::No, Match::or)
            }
            PatKind::Value(literal) => match (literal.map(|it| &body.exprs[it].kind), value) {
                (_, Value::Shared) => Match::Shared,
                (Some(ExprKind::Literal(Literal::Int(one, _))), Value::Number(other)) => {
                    decided(one == other)
                }
                (Some(ExprKind::Literal(Literal::Bool(one))), Value::Bool(other)) => {
                    decided(one == other)
                }
                (Some(ExprKind::Range { from: Some(from), .. }), Value::Number(other)) => {
                    match body.exprs[*from].kind {
                        ExprKind::Literal(Literal::Int(from, _)) if from > *other => Match::No,
                        _ => Match::Maybe,
                    }
                }
                _ => Match::Maybe,
            },
        }
    }

    /// Gives the names of a pattern their values.
    pub(super) fn bind(&self, pat: PatId, value: &Value<'a>, state: &mut State<'a>) {
        let body = self.body;
        match &body.pats[pat].kind {
            PatKind::Bind { .. } if self.types.is_constant_pat(pat) => {}
            PatKind::Bind { name, sub, .. } => {
                state.scoped.push((*name, value.clone()));
                sub.iter().for_each(|&sub| self.bind(sub, value, state));
            }
            PatKind::TupleStruct { pats, .. } => {
                let inner = self.inner(value);
                pats.iter().for_each(|&part| self.bind(part, inner, state));
            }
            PatKind::Ref(inner) => self.bind(*inner, value, state),
            PatKind::Or(pats) => {
                // All bind the same names, perhaps to different parts.
                let first = pats.first();
                first.iter().for_each(|&&part| self.bind(part, &Value::Unknown, state));
            }
            _ => body.each_sub_pattern(pat, &mut |part| self.bind(part, &Value::Unknown, state)),
        }
    }

    /// The pattern names what is in the variant: `Err(Lagged(_))`.
    pub(super) fn names_inner(&self, pat: PatId) -> bool {
        let body = self.body;
        let names = |part: PatId| match &body.pats[part].kind {
            PatKind::Path(_) | PatKind::TupleStruct { .. } | PatKind::Struct { .. } => true,
            PatKind::Bind { .. } => self.types.is_constant_pat(part),
            PatKind::Or(_) => true,
            _ => false,
        };
        match &body.pats[pat].kind {
            PatKind::TupleStruct { pats, .. } => {
                pats.iter().any(|&part| names(part) || self.names_inner(part))
            }
            _ => {
                let mut found = false;
                body.each_sub_pattern(pat, &mut |part| found |= self.names_inner(part));
                found
            }
        }
    }

    fn inner<'v>(&self, value: &'v Value<'a>) -> &'v Value<'a> {
        match value {
            Value::Variant(_, inner) => inner,
            Value::Shared => &Value::Shared,
            _ => &Value::Unknown,
        }
    }

    fn is_variant(&self, name: Name, value: &Value<'a>) -> Match {
        match value {
            Value::Variant(known, _) => decided(*known == self.text(name)),
            Value::Shared => Match::Shared,
            _ => Match::Maybe,
        }
    }

    pub(super) fn text(&self, name: Name) -> &'a str {
        let names = self.program.names;
        names.file(names.def(self.types.def).file).names.text(name)
    }

    /// The value of a path that names no variable: a variant without parts.
    pub(super) fn constant(&self, id: ExprId) -> Value<'a> {
        let ExprKind::Path(path) = &self.body.exprs[id].kind else { return Value::Unknown };
        let Some(last) = path.segments.last() else { return Value::Unknown };
        let names = self.program.names;
        let is_variant = match self.types.ty(self.types.type_of(id)) {
            Type::Adt(TypeHead::Def(def), _) => {
                let name = names.symbol(names.def(self.types.def).file, last.name);
                let member = names.member(*def, name);
                member.and_then(|member| names.variant_number(member)).is_some()
            }
            Type::Adt(TypeHead::Library(_), _) => self.text(last.name) == "None",
            _ => false,
        };
        match is_variant {
            true => Value::Variant(self.text(last.name), Box::new(Value::Unknown)),
            false => Value::Unknown,
        }
    }
}

fn decided(yes: bool) -> Match {
    if yes { Match::Yes } else { Match::No }
}
