//! Patterns: which parts of a value go to which variable, and what a value cannot own once a pattern
//! has matched or failed.

use crate::flow::build::Builder;
use crate::flow::build::Local;
use crate::flow::build::Piece;
use crate::flow::build::place::Place;
use crate::flow::graph::Event;
use crate::flow::graph::SlotId;
use crate::flow::graph::Source;
use crate::ir::Name;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::types::Step;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// A part of a value that goes to a variable once the pattern has matched.
pub(super) type Transfer = (SlotId, SlotId);

/// What a pattern brings into scope.
struct Declared {
    /// The first of its variables.
    first: usize,
    transfers: Vec<Transfer>,
}

impl Builder<'_> {
    /// A parameter: what it owns by its type is there from the beginning.
    pub(super) fn parameter(&mut self, pat: PatId) {
        let body = self.given.body;
        if let PatKind::Bind { name, .. } = body.pats[pat].kind {
            let scope = self.innermost();
            let mut pieces = Vec::new();
            for value in self.owned(self.given.types.type_of_pat(pat)) {
                if let Some(birth) = self.birth(Source::Given(pat), &value) {
                    let slot = self.slot(scope, Some(pat));
                    self.event(Event::Born(slot, birth));
                    pieces.push(Piece { at: value.at, slot });
                }
            }
            self.locals.push(Local { name, pat, scope, pieces });
            return;
        }
        body.each_sub_pattern(pat, &mut |sub| self.parameter(sub));
    }

    /// Brings the names of a pattern into scope and moves to them what is theirs.
    pub(super) fn bind(&mut self, pat: PatId, place: &Place) {
        let transfers = self.declare(pat, place);
        self.transfer(&transfers);
    }

    pub(super) fn transfer(&mut self, transfers: &[Transfer]) {
        transfers.iter().for_each(|&(from, to)| self.move_to(from, to));
    }

    /// Brings the names of a pattern into scope. What will be theirs is still where it was: a guard
    /// behind the pattern may look at it.
    pub(super) fn declare(&mut self, pat: PatId, place: &Place) -> Vec<Transfer> {
        let mut found = Declared { first: self.locals.len(), transfers: Vec::new() };
        self.declare_in(pat, place, &mut found);
        found.transfers
    }

    fn declare_in(&mut self, pat: PatId, place: &Place, found: &mut Declared) {
        let body = self.given.body;
        match &body.pats[pat].kind {
            PatKind::Bind { .. } if self.given.types.is_constant_pat(pat) => {}
            PatKind::Bind { name, by_ref, sub, .. } => {
                let local = self.declared(pat, *name, found.first);
                let ty = self.given.types.type_of_pat(pat);
                if !by_ref && self.may_own(ty) && !matches!(self.given.types.ty(ty), Type::Ref(..))
                {
                    for piece in &place.pieces {
                        let slot = self.local_slot(local, &piece.at);
                        found.transfers.push((piece.slot, slot));
                    }
                }
                if let Some(sub) = sub {
                    self.declare_in(*sub, &Place::default(), found);
                }
            }
            PatKind::Or(pats) => {
                // All bind the same names: the variables are those of the first.
                pats.iter().for_each(|&pat| self.declare_in(pat, place, found));
            }
            _ => self.each_part(pat, &mut |builder, sub, step| {
                builder.declare_in(sub, &place.taken_apart(step), found);
            }),
        }
    }

    /// The variable of a name. A pattern names it again in each of its alternatives only.
    fn declared(&mut self, pat: PatId, name: Name, first: usize) -> usize {
        let known = self.locals[first..].iter().position(|local| local.name == name);
        known.map_or_else(
            || {
                let scope = self.innermost();
                self.locals.push(Local { name, pat, scope, pieces: Vec::new() });
                self.locals.len() - 1
            },
            |at| first + at,
        )
    }

    fn local_slot(&mut self, local: usize, at: &[Step]) -> SlotId {
        let known = self.locals[local].pieces.iter().find(|piece| piece.at == at);
        if let Some(known) = known {
            return known.slot;
        }
        let (scope, pat) = (self.locals[local].scope, self.locals[local].pat);
        let slot = self.slot(scope, Some(pat));
        self.locals[local].pieces.push(Piece { at: at.to_vec(), slot });
        slot
    }

    /// The direct parts of a pattern, each with the step that leads to it.
    fn each_part(&mut self, pat: PatId, visit: &mut dyn FnMut(&mut Self, PatId, Step)) {
        let body = self.given.body;
        match &body.pats[pat].kind {
            PatKind::TupleStruct { path, pats } => {
                let variant = path.segments.last().map(|last| last.name);
                for (number, &sub) in pats.iter().enumerate() {
                    let step = self.step_of_variant(pat, variant);
                    visit(self, sub, step.unwrap_or(Step::Index(number as u32)));
                }
            }
            PatKind::Tuple(pats) => {
                let rest =
                    pats.iter().position(|&pat| matches!(body.pats[pat].kind, PatKind::Rest));
                for (number, &sub) in pats.iter().enumerate() {
                    // What stands behind `..` is one of the parts: which one is not counted.
                    let known = rest.is_none_or(|rest| number < rest);
                    visit(self, sub, if known { Step::Index(number as u32) } else { Step::Any });
                }
            }
            PatKind::Struct { path, fields } => {
                let variant = path.segments.last().map(|last| last.name);
                let step = self.step_of_variant(pat, variant);
                for &(name, sub) in fields {
                    let step = step.unwrap_or(self.field_step(name));
                    visit(self, sub, step);
                }
            }
            PatKind::Slice(pats) => {
                pats.iter().for_each(|&sub| visit(self, sub, Step::Argument(0)));
            }
            // Behind a reference nothing is owned.
            _ => {}
        }
    }

    /// Of a pattern of an enum: where what the variant has lies in the value.
    pub(super) fn step_of_variant(&self, pat: PatId, variant: Option<Name>) -> Option<Step> {
        self.variant_step(self.given.types.type_of_pat(pat), variant?)
    }

    /// Where the fields of a variant lie in a value of its enum.
    pub(super) fn variant_step(&self, ty: TypeId, variant: Name) -> Option<Step> {
        let file = self.given.names.def(self.given.types.def).file;
        match self.given.types.ty(ty) {
            Type::Adt(TypeHead::Def(def), _) => {
                let names = self.given.names;
                let found = names.member(*def, names.symbol(file, variant))?;
                names.variant_number(found).map(Step::Variant)
            }
            // `Option` and `Result` have one variant for each of their arguments.
            Type::Adt(TypeHead::Library(_), args) if !args.is_empty() => {
                match self.given.names.file(file).names.text(variant) {
                    "Some" | "Ok" => Some(Step::Argument(0)),
                    "Err" => Some(Step::Argument(1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The pattern has matched: what other variants would own is not there.
    pub(super) fn narrow(&mut self, pat: PatId, place: &Place) {
        let body = self.given.body;
        if place.pieces.is_empty() {
            return;
        }
        let variant = match &body.pats[pat].kind {
            PatKind::Path(path)
            | PatKind::TupleStruct { path, .. }
            | PatKind::Struct { path, .. } => path.segments.last().map(|last| last.name),
            PatKind::Bind { name, .. } if self.given.types.is_constant_pat(pat) => Some(*name),
            _ => None,
        };
        if let Some(variant) = variant.filter(|_| self.is_enum(pat)) {
            let kept = self.step_of_variant(pat, Some(variant));
            for piece in &place.pieces {
                let first = piece.at.first().copied();
                let of_variant = matches!(first, Some(Step::Argument(_) | Step::Variant(_)));
                if of_variant && first != kept {
                    self.event(Event::Drop(piece.slot));
                }
            }
        }
        self.each_part(pat, &mut |builder, sub, step| builder.narrow(sub, &place.part(step)));
    }

    /// The pattern has not matched: a value of its variant is not there.
    pub(super) fn exclude(&mut self, pat: PatId, place: &Place) {
        let body = self.given.body;
        let (path, parts): (_, Vec<PatId>) = match &body.pats[pat].kind {
            PatKind::TupleStruct { path, pats } => (path, pats.to_vec()),
            PatKind::Struct { path, fields } => (path, fields.iter().map(|it| it.1).collect()),
            _ => return,
        };
        let variant = path.segments.last().map(|last| last.name);
        let Some(step) = self.step_of_variant(pat, variant) else { return };
        if parts.iter().all(|&pat| self.is_irrefutable(pat)) {
            let gone = place.part(step);
            self.drop_all(&gone.pieces);
        }
    }

    /// It takes apart a value of an enum: of the workspace, or of std's with a type argument.
    fn is_enum(&self, pat: PatId) -> bool {
        match self.given.types.ty(self.given.types.type_of_pat(pat)) {
            Type::Adt(TypeHead::Def(def), _) => !self.given.names.members(*def).is_empty(),
            Type::Adt(TypeHead::Library(_), args) => !args.is_empty(),
            _ => false,
        }
    }

    /// It matches every value.
    pub(super) fn is_irrefutable(&self, pat: PatId) -> bool {
        let body = self.given.body;
        match &body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest => true,
            PatKind::Bind { sub, .. } => {
                let binds = !self.given.types.is_constant_pat(pat);
                binds && sub.is_none_or(|sub| self.is_irrefutable(sub))
            }
            PatKind::Tuple(pats) => pats.iter().all(|&pat| self.is_irrefutable(pat)),
            PatKind::Ref(inner) => self.is_irrefutable(*inner),
            _ => false,
        }
    }
}
