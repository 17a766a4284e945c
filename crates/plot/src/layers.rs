//! Where the quantities of a network stand: in columns from the inputs to the target.

use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

/// More columns than this are cut in the middle,
const MOST_COLUMNS: usize = 11;

/// … and so are columns of more quantities than this.
const MOST_ROWS: usize = 8;

/// A place in the drawing: a column and a row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) column: usize,
    pub(crate) row: usize,
}

/// What stands in a column.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    /// Quantities, with how many more of them are left out before the last ones.
    Quantities { symbols: Vec<SymbolId>, left_out: usize },
    /// So many columns are left out.
    Gap(usize),
}

/// The quantities in columns.
#[derive(Debug)]
pub(crate) struct Layers {
    pub(crate) columns: Vec<Column>,
    pub(crate) cells: FxHashMap<SymbolId, Cell>,
}

impl Layers {
    /// Puts the ends of some edges, each from a user to what it uses, into columns.
    pub(crate) fn of(network: &Network, edges: &[[SymbolId; 2]]) -> Self {
        let mut symbols: Vec<SymbolId> = edges.iter().flatten().copied().collect();
        symbols.sort_unstable_by_key(|&symbol| network.rank(symbol));
        symbols.dedup();
        let mut parents: FxHashMap<SymbolId, Vec<SymbolId>> = FxHashMap::default();
        for &[child, parent] in edges {
            parents.entry(child).or_default().push(parent);
        }
        // Inputs come before their users.
        let mut levels: FxHashMap<SymbolId, usize> = FxHashMap::default();
        for &symbol in &symbols {
            let inputs = parents.get(&symbol).map_or(&[][..], Vec::as_slice);
            let level =
                inputs.iter().filter_map(|input| levels.get(input)).max().map_or(0, |below| below + 1);
            levels.insert(symbol, level);
        }
        // What is used one column further on stands there, not at the far left.
        let mut latest: FxHashMap<SymbolId, usize> = FxHashMap::default();
        for &[child, parent] in edges {
            let before = levels[&child].saturating_sub(1);
            latest.entry(parent).and_modify(|layer| *layer = (*layer).min(before)).or_insert(before);
        }
        for (symbol, level) in &mut levels {
            let is_input = !parents.contains_key(symbol);
            if is_input && let Some(&last) = latest.get(symbol) {
                *level = last;
            }
        }
        let count = levels.values().max().map_or(0, |last| last + 1);
        let mut all: Vec<Vec<SymbolId>> = vec![Vec::new(); count];
        for symbol in symbols {
            all[levels[&symbol]].push(symbol);
        }
        order(&mut all, &parents);
        Self::cut(all)
    }

    /// Long columns and long rows of columns, cut in the middle.
    fn cut(all: Vec<Vec<SymbolId>>) -> Self {
        let count = all.len();
        let half = MOST_COLUMNS / 2;
        let mut columns = Vec::new();
        let mut cells = FxHashMap::default();
        for (place, quantities) in all.into_iter().enumerate() {
            if count > MOST_COLUMNS && (half..count - half).contains(&place) {
                if place == half {
                    columns.push(Column::Gap(count - 2 * half));
                }
                continue;
            }
            let mut symbols = quantities;
            let mut left_out = 0;
            if symbols.len() > MOST_ROWS {
                left_out = symbols.len() - (MOST_ROWS - 1);
                symbols.drain(MOST_ROWS / 2..MOST_ROWS / 2 + left_out);
            }
            for (row, &symbol) in symbols.iter().enumerate() {
                let below = usize::from(left_out > 0 && row >= MOST_ROWS / 2);
                cells.insert(symbol, Cell { column: columns.len(), row: row + below });
            }
            columns.push(Column::Quantities { symbols, left_out });
        }
        Self { columns, cells }
    }
}

/// Sorts each column by where the inputs of its quantities stand, so that few lines cross.
fn order(columns: &mut [Vec<SymbolId>], parents: &FxHashMap<SymbolId, Vec<SymbolId>>) {
    let mut places: FxHashMap<SymbolId, usize> = FxHashMap::default();
    for column in columns {
        let mean = |symbol: &SymbolId| {
            let inputs = parents.get(symbol).map_or(&[][..], Vec::as_slice);
            let input_places: Vec<usize> =
                inputs.iter().filter_map(|input| places.get(input).copied()).collect();
            // In thousandths: the order of two means must not hang on rounding.
            (input_places.iter().sum::<usize>() * 1_000).checked_div(input_places.len())
        };
        let means: FxHashMap<SymbolId, Option<usize>> =
            column.iter().map(|symbol| (*symbol, mean(symbol))).collect();
        column.sort_by_key(|symbol| means[symbol].unwrap_or(usize::MAX));
        places.extend(column.iter().enumerate().map(|(place, &symbol)| (symbol, place)));
    }
}
