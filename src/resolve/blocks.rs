//! Blocks that have items of their own: each is a scope.

use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemId;

/// A block with items.
pub(super) struct ItemBlock {
    pub expr: ExprId,
    pub items: Box<[ItemId]>,
    /// The nearest block with items around it, as an index into the list.
    pub outer: Option<usize>,
}

/// All blocks with items, an outer one before those inside it.
pub(super) fn with_items(body: &Body) -> Vec<ItemBlock> {
    let mut found = Vec::new();
    // Most bodies have none: a look at the table is cheaper than a walk over the tree.
    let any = body
        .exprs
        .iter()
        .any(|(_, expr)| matches!(&expr.kind, ExprKind::Block(block) if !block.items.is_empty()));
    if any {
        visit(body, body.root, None, &mut found);
    }
    found
}

fn visit(body: &Body, expr: ExprId, outer: Option<usize>, found: &mut Vec<ItemBlock>) {
    let mut inner = outer;
    if let ExprKind::Block(block) = &body.exprs[expr].kind
        && !block.items.is_empty()
    {
        inner = Some(found.len());
        found.push(ItemBlock { expr, items: block.items.clone(), outer });
    }
    body.each_child(expr, &mut |child| visit(body, child, inner, found));
}
