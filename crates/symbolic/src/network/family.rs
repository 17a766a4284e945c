//! Families: quantities that differ only in their indices, `a[0]`, `a[1]`, … or `W^{(2)}[1,3]`.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use crate::graph::{Graph, SymbolId, hash_of_indices};

/// A family of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyId(u32);

impl FamilyId {
    /// Position among the families, for tables indexed by family.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a symbol is to its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'families> {
    /// The family.
    pub family: FamilyId,
    /// Its indices, that of the layer label first: `2, 1, 3` of `W^{(2)}[1,3]`.
    pub indices: &'families [i64],
}

/// All families of a network, and their members.
///
/// Memory: for each member 12 bytes and 8 for each index, beside 4 for each place of a dense table; 8 bytes for each
/// symbol up to the last member.
#[derive(Clone, Debug, Default)]
pub struct Families {
    all: Vec<Family>,
    by_pattern: FxHashMap<Box<str>, FamilyId>,
    /// By symbol: the family plus one, and the place among its members.
    places: Vec<(u32, u32)>,
    /// By family, the letter of its index, and how many members were defined with it.
    pub(super) letters: FxHashMap<FamilyId, (Box<str>, u64)>,
    /// For writing one name after another.
    name: String,
    /// For taking one name after another apart.
    parts: (String, Vec<i64>),
}

#[derive(Clone, Debug)]
struct Family {
    pattern: Box<str>,
    arity: usize,
    members: Vec<SymbolId>,
    /// The indices of all members, one after another.
    indices: Vec<i64>,
    dense: Dense,
    /// Members outside the box of the dense table, by the hash of their indices.
    sparse: HashTable<u32>,
}

/// Members by index, over a box: their places plus one, or 0.
#[derive(Clone, Debug, Default)]
struct Dense {
    lows: Vec<i64>,
    sizes: Vec<u64>,
    places: Vec<u32>,
}

impl Dense {
    /// Where the member with these indices stands in the table.
    fn slot(&self, indices: &[i64]) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let mut slot = 0u64;
        for ((&index, &low), &size) in indices.iter().zip(&self.lows).zip(&self.sizes) {
            let offset = u64::try_from(index.checked_sub(low)?).ok().filter(|&offset| offset < size)?;
            slot = slot * size + offset;
        }
        usize::try_from(slot).ok()
    }
}

impl Family {
    fn indices_at(&self, place: usize) -> &[i64] {
        &self.indices[place * self.arity..(place + 1) * self.arity]
    }

    fn find(&self, indices: &[i64]) -> Option<SymbolId> {
        if let Some(slot) = self.dense.slot(indices) {
            let place = self.dense.places[slot].checked_sub(1)?;
            return Some(self.members[place as usize]);
        }
        let place = *self
            .sparse
            .find(hash_of_indices(indices), |&place| self.indices_at(place as usize) == indices)?;
        Some(self.members[place as usize])
    }

    fn push(&mut self, symbol: SymbolId, indices: &[i64]) -> u32 {
        let place = u32::try_from(self.members.len()).expect("a family has fewer than 2^32 members");
        self.members.push(symbol);
        self.indices.extend_from_slice(indices);
        self.put(place);
        place
    }

    /// Makes the member at a place findable.
    fn put(&mut self, place: u32) {
        let indices = &self.indices[place as usize * self.arity..(place as usize + 1) * self.arity];
        if let Some(slot) = self.dense.slot(indices) {
            self.dense.places[slot] = place + 1;
            return;
        }
        let Self { sparse, indices: all, arity, .. } = self;
        let at = |place: u32| &all[place as usize * *arity..(place as usize + 1) * *arity];
        sparse.insert_unique(hash_of_indices(at(place)), place, |&other| hash_of_indices(at(other)));
    }
}

/// A dense table has at most so many places for each member that is expected.
const MOST_SPARSENESS: u64 = 8;

impl Families {
    /// Number of families.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All families, in the order in which they were first named.
    pub fn ids(&self) -> impl Iterator<Item = FamilyId> + use<> {
        (0..u32::try_from(self.all.len()).expect("few families")).map(FamilyId)
    }

    /// The family of a pattern such as `a[*]` or `W^{(*)}[*,*]`, made where it is new: each `*` is an index.
    pub fn family(&mut self, pattern: &str) -> FamilyId {
        if let Some(&family) = self.by_pattern.get(pattern) {
            return family;
        }
        let id = FamilyId(u32::try_from(self.all.len()).expect("a network has fewer than 2^32 families"));
        self.all.push(Family {
            pattern: pattern.into(),
            arity: pattern.matches('*').count(),
            members: Vec::new(),
            indices: Vec::new(),
            dense: Dense::default(),
            sparse: HashTable::new(),
        });
        self.by_pattern.insert(pattern.into(), id);
        id
    }

    /// The family of a pattern, if the network has it.
    pub fn find(&self, pattern: &str) -> Option<FamilyId> {
        self.by_pattern.get(pattern).copied()
    }

    /// The pattern of a family: `a[*]`.
    pub fn pattern(&self, family: FamilyId) -> &str {
        &self.all[family.index()].pattern
    }

    /// Number of indices.
    pub fn arity(&self, family: FamilyId) -> usize {
        self.all[family.index()].arity
    }

    /// The members of a family with their indices, in the order in which they were first named.
    pub fn members(&self, family: FamilyId) -> impl ExactSizeIterator<Item = (&[i64], SymbolId)> {
        let family = &self.all[family.index()];
        family.members.iter().enumerate().map(|(place, &symbol)| (family.indices_at(place), symbol))
    }

    /// What a symbol is to its family, if it is a member of one.
    pub fn of(&self, symbol: SymbolId) -> Option<Member<'_>> {
        let &(family, place) = self.places.get(symbol.index())?;
        let family = FamilyId(family.checked_sub(1)?);
        Some(Member { family, indices: self.all[family.index()].indices_at(place as usize) })
    }

    /// The member with these indices, if it is a quantity of the network.
    pub fn member(&self, family: FamilyId, indices: &[i64]) -> Option<SymbolId> {
        self.all[family.index()].find(indices)
    }

    /// Prepares for members within a box, given by the smallest and largest value of each index: about so many of
    /// them. Only speed and memory depend on it.
    pub fn reserve(&mut self, family: FamilyId, bounds: &[(i64, i64)], expected: u64) {
        let family = &mut self.all[family.index()];
        if bounds.len() != family.arity || !family.dense.places.is_empty() {
            return;
        }
        let size = |&(low, high): &(i64, i64)| {
            high.checked_sub(low)
                .and_then(|span| u64::try_from(span).ok())
                .and_then(|span| span.checked_add(1))
        };
        let Some(sizes) = bounds.iter().map(size).collect::<Option<Vec<u64>>>() else { return };
        let Some(volume) = sizes.iter().try_fold(1u64, |volume, &size| volume.checked_mul(size)) else {
            return;
        };
        if volume == 0
            || volume / MOST_SPARSENESS > expected.saturating_add(64)
            || volume > u64::from(u32::MAX)
        {
            return;
        }
        let Ok(places) = usize::try_from(volume) else { return };
        family.dense =
            Dense { lows: bounds.iter().map(|(low, _)| *low).collect(), sizes, places: vec![0; places] };
        family.sparse.clear();
        for place in (0u32..).take(family.members.len()) {
            family.put(place);
        }
    }

    /// The member with these indices, made where it is new.
    pub fn intern(&mut self, graph: &mut Graph, family: FamilyId, indices: &[i64]) -> SymbolId {
        if let Some(symbol) = self.all[family.index()].find(indices) {
            return symbol;
        }
        let name = &mut self.name;
        name.clear();
        write_member(&self.all[family.index()].pattern, indices, name);
        let symbol = graph.intern(name);
        let place = self.all[family.index()].push(symbol, indices);
        if self.places.len() <= symbol.index() {
            self.places.resize(symbol.index() + 1, (0, 0));
        }
        self.places[symbol.index()] = (family.0 + 1, place);
        symbol
    }

    /// The symbol of a canonical name; where it is that of a member, the family knows it after this.
    pub fn intern_name(&mut self, graph: &mut Graph, name: &str) -> SymbolId {
        let (mut pattern, mut indices) = std::mem::take(&mut self.parts);
        let is_member = split_member(name, &mut pattern, &mut indices);
        let family = is_member.then(|| self.family(&pattern));
        let symbol = match family {
            Some(family) => self.intern(graph, family, &indices),
            None => graph.intern(name),
        };
        self.parts = (pattern, indices);
        symbol
    }

    /// Makes a symbol known to its family, where its name is that of a member.
    pub fn adopt(&mut self, graph: &mut Graph, symbol: SymbolId) {
        if self.of(symbol).is_some() {
            return;
        }
        let (mut pattern, mut indices) = std::mem::take(&mut self.parts);
        let name = graph.name(symbol).as_str();
        let is_member = split_member(name, &mut pattern, &mut indices);
        if let Some(family) = is_member.then(|| self.family(&pattern)) {
            self.intern(graph, family, &indices);
        }
        self.parts = (pattern, indices);
    }
}

/// Puts indices in the place of the stars of a pattern.
fn write_member(pattern: &str, indices: &[i64], out: &mut String) {
    let mut indices = indices.iter();
    for (place, piece) in pattern.split('*').enumerate() {
        if place > 0
            && let Some(index) = indices.next()
        {
            write_index(*index, out);
        }
        out.push_str(piece);
    }
}

/// Puts the digits of an index: there are millions, and the formatter takes longer than everything else about them.
fn write_index(index: i64, out: &mut String) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = index.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).expect("a digit");
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if index < 0 {
        out.push('-');
    }
    out.push_str(str::from_utf8(&digits[at..]).expect("digits are text"));
}

/// The canonical name of a member: `a[3]` of the pattern `a[*]`.
pub fn member_name(pattern: &str, indices: &[i64]) -> String {
    let mut name = String::new();
    write_member(pattern, indices, &mut name);
    name
}

/// The pattern and the indices of a canonical name, where it is that of a member: `W^{(*)}[*,*]` and 2, 1, 3 of
/// `W^{(2)}[1,3]`.
pub fn parts(name: &str) -> Option<(String, Vec<i64>)> {
    let (mut pattern, mut indices) = (String::new(), Vec::new());
    split_member(name, &mut pattern, &mut indices).then_some((pattern, indices))
}

/// As [`parts`], put where they are wanted; answers whether the name is that of a member.
pub fn split_member(name: &str, pattern: &mut String, indices: &mut Vec<i64>) -> bool {
    pattern.clear();
    indices.clear();
    put_parts(name, pattern, indices).is_some() && !indices.is_empty()
}

fn put_parts(name: &str, pattern: &mut String, indices: &mut Vec<i64>) -> Option<()> {
    let head = name.find(['^', '['])?;
    pattern.push_str(&name[..head]);
    let mut rest = &name[head..];
    if let Some(after) = rest.strip_prefix("^{(") {
        let (label, after) = after.split_once(")}")?;
        match label.parse::<i64>() {
            Ok(index) => {
                indices.push(index);
                pattern.push_str("^{(*)}");
            }
            Err(_) => pattern.push_str(&rest[..rest.len() - after.len()]),
        }
        rest = after;
    }
    if rest.is_empty() {
        return Some(());
    }
    let inner = rest.strip_prefix('[')?.strip_suffix(']')?;
    pattern.push('[');
    for (place, index) in inner.split(',').enumerate() {
        pattern.push_str(if place > 0 { ",*" } else { "*" });
        indices.push(index.parse().ok()?);
    }
    pattern.push(']');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Families, parts};
    use crate::graph::Graph;

    #[test]
    fn members_have_names_and_indices() {
        let (mut graph, mut families) = (Graph::new(), Families::default());
        let weights = families.family("W^{(*)}[*,*]");
        let one = families.intern(&mut graph, weights, &[2, 1, -3]);
        assert_eq!(graph.name(one).as_str(), "W^{(2)}[1,-3]");
        assert_eq!(families.of(one).map(|member| member.indices), Some([2, 1, -3].as_slice()));
        assert_eq!(families.intern_name(&mut graph, "W^{(2)}[1,-3]"), one);
        assert_eq!(families.member(weights, &[2, 1, 3]), None);
        let plain = families.intern_name(&mut graph, "x");
        assert_eq!(families.of(plain), None);
    }

    #[test]
    fn a_box_changes_nothing_but_speed() {
        let (mut graph, mut families) = (Graph::new(), Families::default());
        let family = families.family("a[*]");
        let before = families.intern(&mut graph, family, &[3]);
        let outside = families.intern(&mut graph, family, &[1_000_000]);
        families.reserve(family, &[(0, 9)], 10);
        assert_eq!(families.member(family, &[3]), Some(before));
        assert_eq!(families.member(family, &[1_000_000]), Some(outside));
        assert_eq!(families.member(family, &[4]), None);
        let four = families.intern(&mut graph, family, &[4]);
        assert_eq!(families.member(family, &[4]), Some(four));
        assert_eq!(families.members(family).len(), 3);
    }

    #[test]
    fn names_fall_into_parts() {
        assert_eq!(parts("a[3]"), Some(("a[*]".to_owned(), vec![3])));
        assert_eq!(parts("w11^{(2)}"), Some(("w11^{(*)}".to_owned(), vec![2])));
        assert_eq!(parts("w^{(2a)}"), None);
        assert_eq!(parts("w^{(2a)}[1]"), Some(("w^{(2a)}[*]".to_owned(), vec![1])));
        assert_eq!(parts("w11"), None);
    }
}
