//! The update rules that need no definition: one table, as worksheet text.
//!
//! Each is a function named after the rule, whose first parameter is the weight; `rule_v` gives the next value of the
//! state `v`. A worksheet may define more, and its own come first.

/// An update rule, or a clip of gradients before one.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltInRule {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Its functions, as worksheet text.
    pub text: &'static str,
    /// The numbers of parameters that nothing is put in for.
    pub defaults: &'static [(&'static str, &'static str)],
    /// Where it comes from.
    pub source: &'static str,
}

/// Plain gradient descent.
pub static DESCENT: BuiltInRule = BuiltInRule {
    name: "descent",
    title: "gradient descent; `by alpha` is short for `by descent(alpha)`",
    text: "descent(w, g, rate) = w - rate*g",
    defaults: &[],
    source: "Cauchy (1847); Goodfellow, Bengio, Courville: Deep Learning, equation 4.5",
};

/// The heavy ball.
pub static MOMENTUM: BuiltInRule = BuiltInRule {
    name: "momentum",
    title: "gradients added up, those of earlier steps fading by M a step",
    text: "momentum(w, v, rate) = w - rate*v\nmomentum_v(v, g, M) = M*v + g",
    defaults: &[],
    source: "Polyak (1964), in the form of Sutskever et al. (2013) with the rate put last, as PyTorch has it",
};

/// Adam.
pub static ADAM: BuiltInRule = BuiltInRule {
    name: "adam",
    title: "averages of gradients and of their squares, both without the bias of their start at 0",
    text: "adam(w, m, v, t, rate, b1, b2, eps) = w - rate*(m/(1 - b1^t))/(sqrt(v/(1 - b2^t)) + eps)\nadam_m(m, g, b1) = b1*m + (1 - b1)*g\nadam_v(v, g, b2) = b2*v + (1 - b2)*g^2",
    defaults: &[("b1", "0.9"), ("b2", "0.999"), ("eps", "1e-8")],
    source: "Kingma, Ba: Adam (2015), algorithm 1",
};

/// Clipping component by component.
pub static CLIP: BuiltInRule = BuiltInRule {
    name: "clip",
    title: "every component of the gradient kept between -C and C, before the rule sees it",
    text: "clip(g, C) = max(-C, min(C, g))",
    defaults: &[],
    source: "Goodfellow, Bengio, Courville: Deep Learning, section 10.11.1",
};

/// Clipping by the norm of all gradients of the update.
pub static CLIP_NORM: BuiltInRule = BuiltInRule {
    name: "clip_norm",
    title: "the gradient scaled down as a whole where its length is above C; its direction stays",
    text: "clip_norm(g, norm, C) = g/max(1, norm/C)",
    defaults: &[],
    source: "Pascanu, Mikolov, Bengio (2013), algorithm 1",
};

/// The rules, then the clips.
pub static UPDATE_RULES: &[&BuiltInRule] = &[&DESCENT, &MOMENTUM, &ADAM, &CLIP, &CLIP_NORM];

impl BuiltInRule {
    /// The rule with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        UPDATE_RULES.iter().copied().find(|rule| rule.name == name)
    }
}
