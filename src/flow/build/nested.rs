//! Regions inside regions: closures and async blocks, and what they take with them.

use crate::flow::build::Builder;
use crate::flow::build::Frame;
use crate::flow::build::Piece;
use crate::flow::build::Value;
use crate::flow::build::place::Variable;
use crate::flow::build::place::overlap;
use crate::flow::graph::Block;
use crate::flow::graph::BlockId;
use crate::flow::graph::Event;
use crate::flow::graph::Graph;
use crate::flow::graph::ScopeId;
use crate::flow::graph::Source;
use crate::ir::ExprId;
use crate::ir::PatId;
use crate::types::Step;

/// A variable of an outer region that a region names.
pub(super) struct Upvar {
    /// The index among all locals.
    local: usize,
    /// As the region around this one sees it.
    outer: Variable,
    pub pat: PatId,
    pub pieces: Vec<Piece>,
    /// The parts of it that are named.
    pub used: Vec<Vec<Step>>,
}

impl Builder<'_> {
    pub(super) fn open_frame(&mut self, expr: ExprId, is_move: bool) {
        let graph = Graph { blocks: vec![Block::default()], ..Graph::default() };
        let first_local = self.locals.len();
        self.frames.push(Frame {
            expr,
            graph,
            current: BlockId(0),
            open: Vec::new(),
            temporaries: 0,
            jumps: Vec::new(),
            first_local,
            is_move,
            upvars: Vec::new(),
        });
        self.open_scope();
        // The first block holds what is there from the beginning.
        let block = self.branch();
        self.continue_in(block);
    }

    /// Ends the region; gives what it names of those around it.
    pub(super) fn close_frame(&mut self) -> Vec<(Upvar, bool)> {
        let frame = self.frames.pop().expect("a frame is closed by who opened it");
        let Frame { expr, mut graph, upvars, is_move, first_local, .. } = frame;
        self.locals.truncate(first_local);
        let mut captured = Vec::new();
        for upvar in upvars {
            let is_own = |slot| upvar.pieces.iter().any(|piece| piece.slot == slot);
            let mut events = graph.blocks.iter().flat_map(|block| &block.events);
            let moved =
                events.any(|event| matches!(event, Event::Move { from, .. } if is_own(*from)));
            if !is_move && !moved {
                // It is only looked at, and stays where it is.
                let given = |event: &Event| matches!(event, Event::Born(slot, _) if is_own(*slot));
                graph.blocks[0].events.retain(|event| !given(event));
            }
            captured.push((upvar, moved));
        }
        self.done.push((expr, graph));
        captured
    }

    /// A closure or async block. Its value owns what it takes with it.
    pub(super) fn nested(
        &mut self,
        id: ExprId,
        is_move: bool,
        scope: ScopeId,
        params: &[PatId],
        body: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        self.open_frame(id, is_move);
        params.iter().for_each(|&pat| self.parameter(pat));
        body(self);
        let captured = self.close_frame();
        let mut value = Vec::new();
        for (upvar, moved) in captured {
            let pieces = self.pieces(upvar.outer).clone();
            if !is_move && !moved {
                pieces.iter().for_each(|piece| self.event(Event::Escape(piece.slot)));
                continue;
            }
            for piece in pieces {
                if upvar.used.iter().any(|used| overlap(used, &piece.at)) {
                    let slot = self.slot(scope, None);
                    let name = upvar.pat;
                    self.event(Event::Capture { slot: piece.slot, region: id, name });
                    self.move_to(piece.slot, slot);
                    self.frame().graph.slots[slot.0 as usize].once |= moved;
                    value.push(Piece { at: vec![Step::Any], slot });
                }
            }
        }
        value
    }

    /// A local as the region with this number sees it.
    pub(super) fn variable_in(&mut self, frame: usize, local: usize) -> Variable {
        if local >= self.frames[frame].first_local {
            return Variable::Own(local);
        }
        let outer = self.variable_in(frame - 1, local);
        let known = self.frames[frame].upvars.iter().position(|upvar| upvar.local == local);
        if let Some(known) = known {
            return Variable::Captured(known);
        }
        let pat = self.locals[local].pat;
        let is_followed = !self.locals[local].pieces.is_empty();
        let upvar = Upvar { local, outer, pat, pieces: Vec::new(), used: Vec::new() };
        self.frames[frame].upvars.push(upvar);
        let number = self.frames[frame].upvars.len() - 1;
        if is_followed {
            self.bring_along(frame, number, pat);
        }
        Variable::Captured(number)
    }

    /// What a captured variable owns by its type is there when the region begins.
    fn bring_along(&mut self, frame: usize, upvar: usize, pat: PatId) {
        let values = self.owned(self.given.types.type_of_pat(pat));
        // Only the innermost region is being asked for, or one around it: they are built side by side.
        let inner = self.frames.split_off(frame + 1);
        for value in values {
            if let Some(birth) = self.birth(Source::Given(pat), &value) {
                let scope = self.frame().open[0];
                let slot = self.slot(scope, Some(pat));
                let frame = self.frame();
                frame.graph.blocks[0].events.push(Event::Born(slot, birth));
                frame.upvars[upvar].pieces.push(Piece { at: value.at, slot });
            }
        }
        self.frames.extend(inner);
    }
}
