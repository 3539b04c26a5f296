//! Places: variables and their parts, and what a place expression makes live on.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Piece;
use crate::flow::build::Value;
use crate::flow::graph::ScopeId;
use crate::ir;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Name;
use crate::ir::PatId;
use crate::ir::UnaryOp;
use crate::types::Step;
use crate::types::TypeId;

/// A variable, as the region sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Variable {
    /// Its own: the index among the locals.
    Own(usize),
    /// One that it captures: the index among the upvars of its frame.
    Captured(usize),
}

/// A place: what lies in it, and where it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub pieces: Vec<Piece>,
    /// The variable and the way from it; none of temporaries and what lies behind a pointer.
    pub variable: Option<(Variable, Vec<Step>)>,
}

impl Place {
    /// A temporary.
    pub(super) fn temporary(pieces: Value) -> Self {
        Self { pieces, variable: None }
    }

    /// A part that a pattern takes out of it. A guard that is an enum, an entry of a map, is taken
    /// apart into guards.
    pub(super) fn taken_apart(&self, step: Step) -> Place {
        let mut part = self.part(step);
        part.pieces.extend(self.pieces.iter().filter(|piece| piece.at.is_empty()).cloned());
        part
    }

    /// A part of it.
    pub(super) fn part(&self, step: Step) -> Place {
        let variable = self.variable.clone().map(|(variable, mut at)| {
            at.push(step);
            (variable, at)
        });
        Place { pieces: parts(&self.pieces, step), variable }
    }
}

/// The pieces that lie behind a step.
pub(super) fn parts(pieces: &[Piece], step: Step) -> Vec<Piece> {
    let parts = pieces.iter().filter_map(|piece| match *piece.at.first()? {
        // Where in it they lie is not known.
        Step::Any => Some(piece.clone()),
        first if first == step => Some(Piece { at: piece.at[1..].to_vec(), slot: piece.slot }),
        _ => None,
    });
    parts.collect()
}

/// Two ways from one variable where one may lead through the other.
pub(super) fn overlap(a: &[Step], b: &[Step]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b || *a == Step::Any || *b == Step::Any)
}

impl Builder<'_> {
    /// The place that an expression names. Of an expression that gives a value that is a temporary
    /// of this scope.
    pub(super) fn place(&mut self, id: ExprId, home: Home) -> Place {
        let body = self.given.body;
        match &body.exprs[id].kind {
            ExprKind::Path(path) => match self.variable(path) {
                Some(variable) => {
                    let pat = self.pattern_of(variable);
                    self.variables.bound.insert(id, pat);
                    self.place_of(variable, Vec::new())
                }
                None => Place::default(),
            },
            ExprKind::Field { base, name } => {
                let base = self.place(*base, home);
                base.part(self.field_step(*name))
            }
            ExprKind::Index { base, index } => {
                self.place(*base, home);
                let index = self.value(*index);
                self.drop_all(&index);
                Place::default()
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                let inner = self.place(*operand, home);
                // Only out of a box can a value be taken: it is its argument.
                inner.part(Step::Argument(0))
            }
            _ => Place::temporary(self.value_in(id, home)),
        }
    }

    /// It names a place, and is no value of its own.
    pub(super) fn is_place(&mut self, id: ExprId) -> bool {
        let body = self.given.body;
        match &body.exprs[id].kind {
            ExprKind::Path(path) => self.variable(path).is_some(),
            ExprKind::Field { .. } | ExprKind::Index { .. } => true,
            ExprKind::Unary { op, .. } => *op == UnaryOp::Deref,
            _ => false,
        }
    }

    /// The part of a variable that lies at the end of a way.
    pub(super) fn place_of(&mut self, variable: Variable, at: Vec<Step>) -> Place {
        let mut pieces = self.pieces(variable).clone();
        for &step in &at {
            pieces = parts(&pieces, step);
        }
        if let Variable::Captured(number) = variable {
            self.frame().upvars[number].used.push(at.clone());
        }
        Place { pieces, variable: Some((variable, at)) }
    }

    fn pattern_of(&mut self, variable: Variable) -> PatId {
        match variable {
            Variable::Own(at) => self.locals[at].pat,
            Variable::Captured(at) => self.frame().upvars[at].pat,
        }
    }

    pub(super) fn pieces(&mut self, variable: Variable) -> &mut Vec<Piece> {
        match variable {
            Variable::Own(at) => &mut self.locals[at].pieces,
            Variable::Captured(at) => &mut self.frame().upvars[at].pieces,
        }
    }

    /// Takes what lies in a place, as far as a value of this type can hold it.
    pub(super) fn take(&mut self, place: &Place, ty: TypeId, scope: ScopeId) -> Value {
        if place.pieces.is_empty() || !self.may_own(ty) {
            return Vec::new();
        }
        let mut taken = Vec::with_capacity(place.pieces.len());
        for piece in &place.pieces {
            let slot = self.slot(scope, None);
            self.move_to(piece.slot, slot);
            taken.push(Piece { at: piece.at.clone(), slot });
        }
        taken
    }

    /// Puts a value into a variable or a part of one; what lay there is dropped.
    pub(super) fn assign(&mut self, place: &Place, value: Value) {
        let Some((variable, at)) = &place.variable else {
            // What lies behind a pointer lives on, where nobody sees it.
            self.drop_all(&value);
            return;
        };
        self.drop_all(&place.pieces);
        for piece in value {
            let whole: Vec<Step> = at.iter().copied().chain(piece.at).collect();
            let slot = self.slot_of(*variable, whole);
            self.move_to(piece.slot, slot);
        }
    }

    pub(super) fn slot_of(
        &mut self,
        variable: Variable,
        at: Vec<Step>,
    ) -> crate::flow::graph::SlotId {
        let known = self.pieces(variable).iter().find(|piece| piece.at == at);
        if let Some(known) = known {
            return known.slot;
        }
        let (scope, pat) = match variable {
            Variable::Own(number) => (self.locals[number].scope, self.locals[number].pat),
            Variable::Captured(number) => {
                let pat = self.frame().upvars[number].pat;
                (self.frame().open[0], pat)
            }
        };
        let slot = self.slot(scope, Some(pat));
        self.pieces(variable).push(Piece { at, slot });
        slot
    }

    pub(super) fn field_step(&self, name: Name) -> Step {
        let file = self.given.names.def(self.given.types.def).file;
        let letters = self.given.names.file(file).names.text(name);
        letters.parse().map_or(Step::Field(name), Step::Index)
    }

    /// The variable that a path names.
    pub(super) fn variable(&mut self, path: &ir::Path) -> Option<Variable> {
        let [only] = &*path.segments else { return None };
        if !matches!(path.anchor, ir::Anchor::Plain) {
            return None;
        }
        let at = self.locals.iter().rposition(|local| local.name == only.name)?;
        Some(self.variable_in(self.frames.len() - 1, at))
    }
}
