//! Which closures and async blocks stand around a place.

use crate::finding::Enclosure;
use crate::flow::RegionKind;
use crate::model::Function;
use crate::model::Model;
use crate::source::Place;
use crate::source::Span;

impl Function<'_> {
    /// The closures and async blocks of the function around a place, outermost first; the place
    /// itself is none of them.
    pub(crate) fn enclosing(self, place: Place) -> Vec<Enclosure> {
        let body = self.body();
        let around = |span: Span| span.covers(place.span) && span != place.span;
        let regions = self.model.flow.bodies[self.body].regions.iter();
        regions
            .filter(|region| self.file() == place.file && around(body.exprs[region.expr].span))
            .filter_map(|region| match region.kind {
                RegionKind::Root => None,
                RegionKind::Closure => Some(Enclosure::Closure),
                RegionKind::Future => Some(Enclosure::Future),
            })
            .collect()
    }
}

impl Model<'_> {
    /// The closures and async blocks around a place, whatever function it stands in.
    pub(crate) fn enclosing(&self, place: Place) -> Vec<Enclosure> {
        let of_function = self.functions().map(|function| function.enclosing(place));
        of_function.max_by_key(Vec::len).unwrap_or_default()
    }
}
