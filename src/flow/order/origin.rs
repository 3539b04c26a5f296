//! Where the values of variables come from.

use rustc_hash::FxHashMap;

use crate::flow::Variables;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::StmtKind;

/// How a variable comes by its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// It is the value, or what is in its only wrapper: `Some(x)`.
    Whole,
    /// It is made of the value in another way.
    Part,
}

/// Where the values of the variables of a body come from.
#[derive(Debug, Default)]
pub(super) struct Origins {
    from: FxHashMap<PatId, Vec<(ExprId, Way)>>,
    /// What is added to a variable: `x += y`.
    added: FxHashMap<PatId, Vec<ExprId>>,
}

impl Origins {
    /// Looks at every binding and assignment of a body.
    pub(super) fn new(body: &Body, variables: &Variables) -> Self {
        let mut origins = Self::default();
        for (_, expr) in body.exprs.iter() {
            match &expr.kind {
                ExprKind::Block(block) => {
                    for stmt in &block.stmts {
                        if let StmtKind::Let { pat, init: Some(init), .. } = stmt.kind {
                            origins.bind(body, pat, init, Way::Whole);
                        }
                    }
                }
                ExprKind::Let { pat, scrutinee } => {
                    origins.bind(body, *pat, *scrutinee, Way::Whole);
                }
                ExprKind::Match { scrutinee, arms } => {
                    arms.iter().for_each(|arm| {
                        origins.bind(body, arm.pat, *scrutinee, Way::Whole);
                    });
                }
                ExprKind::For { pat, iterable, .. } => {
                    origins.bind(body, *pat, *iterable, Way::Part);
                }
                ExprKind::Select(select) => {
                    select.arms.iter().for_each(|arm| {
                        origins.bind(body, arm.pat, arm.future, Way::Part);
                    });
                }
                ExprKind::Assign { op, lhs, rhs } => {
                    let Some(&pat) = variables.bound.get(lhs) else { continue };
                    match op {
                        Some(_) => origins.added.entry(pat).or_default().push(*rhs),
                        None => origins.from.entry(pat).or_default().push((*rhs, Way::Whole)),
                    }
                }
                _ => {}
            }
        }
        origins
    }

    /// The expressions that a variable may have its value from; none of a parameter.
    pub(super) fn of(&self, variable: PatId) -> &[(ExprId, Way)] {
        self.from.get(&variable).map_or(&[], |from| from)
    }

    /// The expressions that are added to a variable.
    pub(super) fn added_to(&self, variable: PatId) -> &[ExprId] {
        self.added.get(&variable).map_or(&[], |added| added)
    }

    /// The variables that are the whole of one value only, each with that.
    pub(super) fn wholes(&self) -> impl Iterator<Item = (PatId, ExprId)> {
        self.from.iter().filter_map(|(&pat, from)| match from[..] {
            [(value, Way::Whole)] => Some((pat, value)),
            _ => None,
        })
    }

    fn bind(&mut self, body: &Body, pat: PatId, value: ExprId, way: Way) {
        match &body.pats[pat].kind {
            PatKind::Bind { sub, .. } => {
                self.from.entry(pat).or_default().push((value, way));
                sub.iter().for_each(|&sub| self.bind(body, sub, value, way));
            }
            PatKind::TupleStruct { pats, .. } if pats.len() == 1 => {
                self.bind(body, pats[0], value, way);
            }
            PatKind::Ref(inner) => self.bind(body, *inner, value, way),
            _ => body.each_sub_pattern(pat, &mut |sub| self.bind(body, sub, value, Way::Part)),
        }
    }
}
