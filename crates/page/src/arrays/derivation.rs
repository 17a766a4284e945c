//! One derivative: each factor, and the factors put back.

use chainrule_array::chain::{Adjoint, Jacobian};
use chainrule_array::{Letter, QuantityId, Shape, WholeId};
use chainrule_render::{Inline, Layout, Line, Relation, Role};
use chainrule_work::ArrayDerivation;

use super::forward::goes_on;
use super::reasons::reason;
use super::{ArrayPage, WorkedOut};

impl ArrayPage<'_> {
    pub(super) fn derivation(&mut self, array_derivation: &ArrayDerivation) {
        let name = self.name_of(array_derivation);
        self.heading(1, Inline::new().text("Derivation of ").math(name.clone()));
        if array_derivation.adjoints.is_empty() {
            self.independent(array_derivation);
            return;
        }
        if !array_derivation.tally.is_sound() {
            self.refused(array_derivation);
            return;
        }
        self.shape_of_result(array_derivation);
        let report = self.report;
        let chain: Vec<Line> = array_derivation
            .adjoints
            .iter()
            .filter(|&&place| !self.worked_out.contains(&WorkedOut::Adjoint(place)))
            .map(|&place| &report.calculus.adjoints[place])
            .filter(|adjoint| !self.is_direct(adjoint))
            .map(|adjoint| self.chain_line(adjoint))
            .collect();
        self.equations(chain);
        let mut jacobians = Vec::new();
        for &place in &array_derivation.adjoints {
            for &through in &report.calculus.adjoints[place].through {
                if self.worked_out.insert(WorkedOut::Jacobian(through)) {
                    jacobians.push(through);
                }
            }
        }
        if !jacobians.is_empty() {
            self.heading(2, "Each factor".into());
            for place in jacobians {
                self.jacobian(&report.calculus.jacobians[place]);
            }
        }
        self.tell_immediate(array_derivation);
        self.heading(2, "The factors put back".into());
        let mut lines = Vec::new();
        for &place in &array_derivation.adjoints {
            let adjoint = &report.calculus.adjoints[place];
            let is_last = Some(&place) == array_derivation.adjoints.last();
            if self.worked_out.insert(WorkedOut::Adjoint(place)) {
                lines.extend(self.put_back(adjoint));
            } else if is_last {
                lines.extend(self.result(adjoint));
            }
        }
        self.equations(lines);
        self.numbers(array_derivation);
        self.without_number(std::slice::from_ref(array_derivation));
        self.conventions();
        self.sizes(array_derivation);
        self.verification(array_derivation.tally);
    }

    pub(super) fn independent(&mut self, derivation: &ArrayDerivation) {
        let [of, by] = [derivation.of, derivation.by].map(|quantity| self.setter.quantity(quantity));
        let text =
            Inline::new().math(of).text(" does not depend on ").math(by).text(": the derivative is 0.");
        self.paragraph(text);
    }

    /// A derivation with a step that is wrong, or that could not be judged, is not printed.
    pub(super) fn refused(&mut self, derivation: &ArrayDerivation) {
        let (word, because) = if derivation.tally.refuted > 0 {
            (
                "refuted",
                ": a step of this derivation is wrong, so it is not shown. This is a defect of chainrule: please report it with the worksheet.",
            )
        } else {
            (
                "not verified",
                ": no numbers were found at which every step of this derivation has a value, so it is not shown; the formula may have no derivative anywhere.",
            )
        };
        self.paragraph(Inline::new().role(Role::Bad, word).text(because));
    }

    /// What `∂⁺` means, where it stands.
    pub(super) fn tell_immediate(&mut self, array_derivation: &ArrayDerivation) {
        let report = self.report;
        let through =
            array_derivation.adjoints.iter().flat_map(|&place| &report.calculus.adjoints[place].through);
        let stands = through
            .map(|&place| &report.calculus.jacobians[place])
            .any(|jacobian| report.immediate.contains(&(jacobian.child, jacobian.parent)));
        if stands && !self.told_immediate {
            self.told_immediate = true;
            let meaning =
                "∂⁺ derives a definition as it is written, with the other quantities named in it held fixed.";
            self.paragraph(meaning.into());
        }
    }

    pub(super) fn name_of(&self, array_derivation: &ArrayDerivation) -> Layout {
        let adjoints = &self.report.calculus.adjoints;
        match array_derivation.adjoints.last().map(|&place| adjoints[place].name) {
            Some(name) => self.setter.quantity(name),
            None => self.setter.derivative(array_derivation.of, array_derivation.by),
        }
    }

    fn shape_of_result(&mut self, array_derivation: &ArrayDerivation) {
        let [of, by] = [array_derivation.of, array_derivation.by]
            .map(|quantity| self.report.arrays.quantity(quantity).shape.clone());
        if by.is_number() && of.is_number() {
            return;
        }
        let name = Inline::new().math(self.name_of(array_derivation));
        let (of_name, by_name) =
            (self.setter.quantity(array_derivation.of), self.setter.quantity(array_derivation.by));
        let text = match (of.axes().len(), by.axes().len()) {
            (0, _) => name
                .text(" has the shape of ")
                .math(by_name)
                .text(", ")
                .math(self.setter.shape(&by))
                .text(": each entry is the derivative by the entry at the same place."),
            (_, 0) => name
                .text(" has the shape of ")
                .math(of_name)
                .text(", ")
                .math(self.setter.shape(&of))
                .text(": each entry is the derivative of the entry at the same place."),
            (1, 1) if self.setter.turns(array_derivation.of, array_derivation.by) => name
                .text(" has a row for each entry of ")
                .math(by_name)
                .text(" and a column for each entry of ")
                .math(of_name)
                .text(", as in denominator layout: ")
                .math(self.setter.shape(&chainrule_array::Shape::of_axes(&[by.axes(), of.axes()].concat())))
                .text("."),
            (1, 1) => name
                .text(" has a row for each entry of ")
                .math(of_name)
                .text(" and a column for each entry of ")
                .math(by_name)
                .text(": ")
                .math(self.setter.shape(&chainrule_array::Shape::of_axes(&[of.axes(), by.axes()].concat())))
                .text("."),
            (_, _) => name
                .text(" has an entry for each entry of ")
                .math(of_name)
                .text(" and each entry of ")
                .math(by_name)
                .text(": it is no matrix, and is told by its entries."),
        };
        self.paragraph(text);
    }

    /// The chain rule over the entries of what lies between.
    pub(super) fn chain_line(&self, adjoint: &Adjoint) -> Line {
        let free = adjoint.free();
        let names = self.setter.names_for(&free);
        let over: Vec<Layout> = adjoint
            .through
            .iter()
            .map(|&place| self.report.calculus.jacobians[place].child)
            .filter(|&child| child != adjoint.of)
            .map(|child| self.setter.quantity(child))
            .collect();
        let start = Inline::new().text("chain rule, over the entries of ");
        let reason = over.into_iter().enumerate().fold(start, |text, (place, child)| {
            (if place > 0 { text.text(" and ") } else { text }).math(child)
        });
        Line {
            left: self.setter.quantity_with(adjoint.name, &free, &names),
            relation: Relation::Equal,
            right: self.setter.entry(adjoint.lines[0].after, &names),
            reason: Some(reason),
        }
    }

    /// The derivative of one quantity by another that it mentions, line by line.
    pub(super) fn jacobian(&mut self, jacobian: &Jacobian) {
        let letters: Vec<Letter> = jacobian.at.iter().chain(&jacobian.by).copied().collect();
        let names = self.setter.names_for(&letters);
        let child = self.setter.quantity_with(jacobian.child, &jacobian.at, &names);
        let parent = self.setter.quantity_with(jacobian.parent, &jacobian.by, &names);
        let mut left = self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent);
        let mut lines = Vec::new();
        for line in &jacobian.lines {
            let right = self.setter.entry(line.after, &names);
            let mut equation = goes_on(right, Some(reason(&line.rules)));
            equation.left = std::mem::take(&mut left);
            lines.push(equation);
        }
        if let Some(reading) = jacobian.reading.filter(|_| !letters.is_empty()) {
            let [child, parent] =
                [jacobian.child, jacobian.parent].map(|quantity| self.setter.quantity(quantity));
            lines.push(Line {
                left: self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent),
                relation: Relation::Equal,
                right: self.setter.whole(self.laid_out(reading, jacobian.child, jacobian.parent)),
                reason: Some({
                    let whole = self.laid_out(reading, jacobian.child, jacobian.parent);
                    self.with_shape("all entries at once", &self.report.arrays.shape(whole).clone())
                }),
            });
        }
        self.equations(lines);
    }

    fn with_shape(&self, why: &str, shape: &Shape) -> Inline {
        let text = Inline::new().text(why.to_owned());
        if shape.is_number() { text } else { text.text("; ").math(self.setter.shape(shape)) }
    }

    /// The adjoint of one quantity, put together from those before.
    pub(super) fn put_back(&self, adjoint: &Adjoint) -> Vec<Line> {
        let free = adjoint.free();
        let names = self.setter.names_for(&free);
        let mut lines = Vec::new();
        if !self.is_direct(adjoint) {
            let mut left = self.setter.quantity_with(adjoint.name, &free, &names);
            for line in &adjoint.lines[1..] {
                let right = self.setter.entry(line.after, &names);
                // A step that only orders factors says nothing to a reader.
                if lines.last().is_some_and(|last: &Line| last.right == right) {
                    continue;
                }
                let mut equation = goes_on(right, Some(reason(&line.rules)));
                equation.left = std::mem::take(&mut left);
                lines.push(equation);
            }
        }
        lines.extend(self.result(adjoint));
        lines
    }

    /// A derivative as the layout asked for prints it.
    pub(super) fn laid_out(&self, reading: WholeId, of: QuantityId, by: QuantityId) -> WholeId {
        let turned = self.report.turned.get(&reading).copied();
        turned.filter(|_| self.setter.turns(of, by)).unwrap_or(reading)
    }

    /// Whether a derivative is one factor, which stands there already.
    pub(super) fn is_direct(&self, adjoint: &Adjoint) -> bool {
        matches!(adjoint.through.as_slice(), [only] if self.report.calculus.jacobians[*only].child == adjoint.of)
    }

    /// A derivative as a vector or matrix, and in one line.
    fn result(&self, adjoint: &Adjoint) -> Vec<Line> {
        let mut lines = Vec::new();
        if adjoint.free().is_empty() && !self.is_direct(adjoint) && adjoint.in_full == adjoint.reading {
            return lines;
        }
        if let Some(reading) = adjoint.reading {
            let reading = self.laid_out(reading, adjoint.of, adjoint.by);
            let shape = match adjoint.free().len() {
                2 => self.report.arrays.shape(reading).clone(),
                _ => self.report.arrays.quantity(adjoint.name).shape.clone(),
            };
            lines.push(Line {
                left: self.setter.quantity(adjoint.name),
                relation: Relation::Equal,
                right: self.setter.whole(reading),
                reason: Some(self.with_shape("all entries at once", &shape)),
            });
        }
        if let Some(full) = adjoint.in_full.filter(|full| Some(*full) != adjoint.reading) {
            let full = self.laid_out(full, adjoint.of, adjoint.by);
            lines.push(goes_on(self.setter.whole(full), Some("in one line".into())));
        }
        lines
    }
}
