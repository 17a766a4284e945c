//! The paths that carry most, in the types of the schema.

use chainrule_number::Value;
use chainrule_symbolic::derivation::PathCount;
use chainrule_work::found::Unranked;

use super::value::value;
use super::{Writer, schema};
use chainrule_work::TopPathsReport;

impl Writer<'_> {
    pub(super) fn top_paths(&self, top_paths: &TopPathsReport) -> schema::TopPaths {
        let number = |size: &Value| value(size, self.digits);
        let (ranked, found) = match top_paths {
            TopPathsReport::Unranked(why) => {
                let (factor, why) = match why {
                    Unranked::NoNumber(factor) => (factor, schema::Obstacle::NoNumber),
                    Unranked::PerhapsZero(factor) => (factor, schema::Obstacle::PerhapsZero),
                };
                return schema::TopPaths::Unranked { factor: factor.index(), why };
            }
            TopPathsReport::Ranked(ranked) => (ranked, &ranked.found),
        };
        let paths = found.paths.iter().zip(&ranked.shares).map(|(path, share)| schema::TopPath {
            factors: path.factors.iter().map(|id| id.index()).collect(),
            product: number(&path.product),
            share: share.as_ref().map(number),
            equals_previous: path.equals_previous,
        });
        schema::TopPaths::Ranked {
            paths: paths.collect(),
            nonzero: path_count(found.nonzero),
            sum_of_sizes: number(&found.sum_of_sizes),
            share: ranked.share.as_ref().map(number),
            sum: ranked.sum.as_ref().map(number),
            left_by_cancellation: ranked.left_by_cancellation.as_ref().map(number),
            last_is_shared: found.last_is_shared,
            undecided: found.undecided,
        }
    }
}

/// A number of paths.
pub(super) fn path_count(paths: PathCount) -> schema::PathCount {
    schema::PathCount { exact: paths.exact(), log10: paths.log10().into() }
}
