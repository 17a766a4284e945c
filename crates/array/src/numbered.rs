//! Indices by number, and sizes whose number counts.

use rustc_hash::FxHashMap;

use crate::arena::{Arrays, Entry, Index, Whole};
use crate::shape::Size;

impl Arrays {
    /// The largest index by number that stands on an axis of each size; sizes on which none stands are left out.
    pub fn largest_indices(&self) -> FxHashMap<Size, u64> {
        let mut largest: FxHashMap<Size, u64> = FxHashMap::default();
        let mut note = |size: Size, at: u64| {
            let most = largest.entry(size).or_insert(at);
            *most = at.max(*most);
        };
        for whole in self.all_wholes() {
            match whole {
                Whole::Part { of, at } => {
                    let axes = self.quantity(*of).shape.axes();
                    for (size, at) in axes.into_iter().zip(at) {
                        if let Some(at) = at {
                            note(size, *at);
                        }
                    }
                }
                Whole::OneHot(at, of) => note(*of, *at),
                Whole::Rows { from, count, of } => note(*of, from + count - 1),
                _ => {}
            }
        }
        for node in self.all_nodes() {
            let Entry::Of(of, at) = node else { continue };
            if at.iter().all(|at| by_number(*at).is_none()) {
                continue;
            }
            for (size, at) in self.quantity(*of).shape.axes().into_iter().zip(at) {
                if let Some(at) = by_number(*at) {
                    note(size, at);
                }
            }
        }
        largest
    }

    /// The largest index by number that stands in it.
    pub fn largest_index(&self) -> u64 {
        let parts = self.all_wholes().filter_map(|whole| match whole {
            Whole::Part { at, .. } => at.iter().flatten().copied().max(),
            Whole::OneHot(at, _) => Some(*at),
            Whole::Rows { from, count, .. } => Some(from + count - 1),
            _ => None,
        });
        let of_entries = self.all_nodes().filter_map(|node| match node {
            Entry::Of(_, at) => at.iter().filter_map(|at| by_number(*at)).max(),
            _ => None,
        });
        parts.chain(of_entries).max().unwrap_or(0)
    }

    /// All indices by number that stand in it, each once and in order; nothing where some are sums of others, or rows stand in
    /// it of which it matters how many there are.
    pub fn indices_by_number(&self) -> Option<Vec<u64>> {
        let has_rows = self.all_wholes().any(|whole| matches!(whole, Whole::Rows { .. }));
        if self.has_aligned() || has_rows {
            return None;
        }
        let mut all: Vec<u64> = Vec::new();
        for whole in self.all_wholes() {
            match whole {
                Whole::Part { at, .. } => all.extend(at.iter().flatten()),
                Whole::OneHot(at, _) => all.push(*at),
                _ => {}
            }
        }
        for node in self.all_nodes() {
            all.extend(node.own_indices().into_iter().filter_map(by_number));
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// Sizes whose number counts, with that: how many rows a slice has, and how many entries stand in what is written out.
    pub fn fixed_sizes(&self) -> FxHashMap<Size, u64> {
        let of_slices = self.all_wholes().filter_map(|whole| match whole {
            Whole::Rows { count, .. } => Some((Size::Number(*count), *count)),
            _ => None,
        });
        of_slices.chain(self.fixed.iter().map(|(size, count)| (*size, *count))).collect()
    }
}

/// The index by number.
fn by_number(index: Index) -> Option<u64> {
    match index {
        Index::At(at) => Some(at),
        Index::Bound(_) | Index::Letter(_) | Index::Size(_) => None,
    }
}
