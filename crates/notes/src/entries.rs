//! A number, or an array of numbers.

use chainrule::symbolic::graph::ExprId;
use chainrule_latex::tree::Printed;

/// A number, or an array of numbers.
#[derive(Clone, Debug)]
pub(crate) enum Amount {
    Number(ExprId, Option<Printed>),
    Array(Entries),
}

/// The entries of an array, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Whether it is a row or a column, as it fits.
    pub(crate) is_list: bool,
    pub(crate) all: Vec<(ExprId, Option<Printed>)>,
}

impl Entries {
    pub(crate) fn is_vector(&self) -> bool {
        self.is_list || self.rows == 1 || self.columns == 1
    }

    /// Whether two arrays have one shape, lists lying as they must.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        (self.rows, self.columns) == (other.rows, other.columns)
            || ((self.is_list || other.is_list)
                && self.is_vector()
                && other.is_vector()
                && self.all.len() == other.all.len())
    }

    pub(crate) fn transposed(&self) -> Self {
        if self.is_list {
            return Self { rows: self.all.len(), columns: 1, is_list: false, all: self.all.clone() };
        }
        let entries = (0..self.columns)
            .flat_map(|column| (0..self.rows).map(move |row| row * self.columns + column))
            .map(|at| self.all[at].clone())
            .collect();
        Self { rows: self.columns, columns: self.rows, is_list: false, all: entries }
    }

    /// How an entry is called.
    pub(crate) fn place(&self, at: usize) -> String {
        if self.is_vector() {
            format!("entry {}", at + 1)
        } else {
            format!("entry [{},{}]", at / self.columns + 1, at % self.columns + 1)
        }
    }
}
