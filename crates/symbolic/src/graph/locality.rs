//! Hashes that keep neighbours together.
//!
//! A network of a million layers has names `w[1]`, `w[2]`, … and expressions over ids that count up alike. A hash that
//! scatters them makes every look-up a miss of the cache, and so does growing the table. Here members of a run share the
//! upper part of their hash, and so a stretch of the table: looking one after another up goes through the table in order.
//! What shares a stretch differs in its tag, the highest bits, by which the table tells entries apart before it compares
//! them; and a run has so few places that a stretch that overflows is soon passed.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::{ExprId, Node};

/// The hash of anything hashable: the same on every run.
pub(crate) fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The table tells entries apart by so many of the highest bits.
const TAG_BITS: u32 = 7;

/// A hash whose lowest bits are a place within a stretch of 2^`bits` places, and whose tag differs along the stretch.
fn near(stretch: u64, bits: u32, place: u64, tag: u64) -> u64 {
    ((stretch << bits) | place) ^ (tag << (u64::BITS - TAG_BITS))
}

/// Names that differ in the last number only share a stretch of so many bits: 16 of them.
const NAME_BITS: u32 = 4;

/// So many digits are read as a number.
const MOST_DIGITS: usize = 9;

/// The hash of a name.
pub(super) fn of_name(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let end = bytes.iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1);
    let start = bytes[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |last| last + 1);
    // Only the last digits are a number, so that no two names have one hash by design.
    let start = start.max(end.saturating_sub(MOST_DIGITS));
    let number = bytes[start..end]
        .iter()
        .fold(0u64, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
    let place = number % (1 << NAME_BITS);
    near(
        hash_of(&(&bytes[..start], &bytes[end..], end - start, number >> NAME_BITS)),
        NAME_BITS,
        place,
        place,
    )
}

/// The hash of the indices of a member: those that differ in the last index only share a stretch like names do.
pub(crate) fn hash_of_indices(indices: &[i64]) -> u64 {
    let Some((last, others)) = indices.split_last() else { return 0 };
    let place = last.cast_unsigned() % (1 << NAME_BITS);
    near(hash_of(&(others, last >> NAME_BITS)), NAME_BITS, place, place)
}

/// Expressions over ids that count up alike share a stretch of so many bits.
const NODE_BITS: u32 = 6;

/// The hash of a node that is kept by its parts. In a stretch of applications all ids lie equally far from the first, which
/// itself takes at most twice as many values as the stretch has places; in one of derivatives each of the two ids does.
pub(super) fn of_node(node: Node<'_>) -> u64 {
    let from = |first: u32, other: u32| other.wrapping_sub(first);
    let (stretch, first) = match node {
        Node::Number(number) => return hash_of(&(0u8, number)),
        Node::Symbol(symbol) => return hash_of(&(1u8, symbol)),
        Node::Apply { function, primes, arguments } => {
            let first = arguments.first().map_or(0, |&ExprId(first)| first);
            let mut hasher = FxHasher::default();
            (2u8, function, primes, arguments.len(), first >> (NODE_BITS + 1)).hash(&mut hasher);
            for &ExprId(other) in arguments.iter().skip(1) {
                from(first, other).hash(&mut hasher);
            }
            (hasher.finish(), first)
        }
        // Names count up in steps of their own: what is derived and what it is derived by drift apart from one to the next.
        Node::Derivative { of: ExprId(of), by, scope } => {
            let stretch = hash_of(&(3u8, of >> (NODE_BITS + 1), by.0 >> (NODE_BITS + 1), scope));
            (stretch, of.wrapping_add(by.0 << 1))
        }
    };
    let places = u64::from(first >> 1) % (1 << NODE_BITS);
    near(stretch, NODE_BITS, places, u64::from(first) % (1 << TAG_BITS))
}

#[cfg(test)]
mod tests {
    use super::{of_name, of_node};
    use crate::graph::{ExprId, FunctionId, Node};

    #[test]
    fn neighbours_lie_near_and_have_tags_of_their_own() {
        let hashes: Vec<u64> = (16..32).map(|number| of_name(&format!("W[3,{number}]"))).collect();
        let low = |hash: u64| hash % (1 << 20);
        assert!(hashes.windows(2).all(|pair| low(pair[0]) + 1 == low(pair[1])));
        let mut tags: Vec<u64> = hashes.iter().map(|hash| hash >> 57).collect();
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), 16);
        assert_ne!(of_name("w7"), of_name("w07"));
        assert_ne!(of_name("w[7]"), of_name("w7"));
    }

    #[test]
    fn expressions_that_count_up_lie_near() {
        let hash = |first: u32| {
            let arguments = [ExprId(first), ExprId(first + 3)];
            of_node(Node::Apply { function: FunctionId(1), primes: 0, arguments: &arguments })
        };
        let low = |hash: u64| hash % (1 << 20);
        assert_eq!(low(hash(256)) + 5, low(hash(266)));
        assert_ne!(hash(256), hash(257));
    }
}
