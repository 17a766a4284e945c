//! Update rules: functions of the worksheet, found by their names and the names of their parameters.

use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::parse_decimal;
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, SymbolId, UserFunction, Walk};
use chainrule_symbolic::network::{Role, RuleArgument, RuleFunction, RuleState, UpdateRule};

use crate::expression::Wrong;
use crate::lexer;
use crate::resolve::Resolver;
use crate::statements;
use crate::update_rules::{BuiltInRule, DESCENT, UPDATE_RULES};

/// The functions of a rule of the table, read: the graph that holds them, and their names.
fn functions_of(rule: &BuiltInRule) -> (Graph, FxHashMap<String, FunctionId>) {
    let scanned = lexer::scan(rule.text);
    let mut diagnostics = Vec::new();
    let mut resolver = Resolver::new(rule.text, scanned.names, &[]);
    for statement in statements::split(&scanned.tokens, &mut diagnostics) {
        resolver.add(statements::without_line_ends(statement.tokens), statement.readable);
    }
    resolver.only_functions()
}

/// A number put in for a parameter of a rule: by its place, or by its name.
pub(super) struct Put {
    pub(super) name: Option<String>,
    pub(super) value: ExprId,
    pub(super) span: Span,
}

/// A parameter that is no argument, whatever the rule.
fn fixed(parameter: &str) -> Option<Role> {
    match parameter {
        "w" => Some(Role::Weight),
        "g" => Some(Role::Gradient),
        "norm" => Some(Role::Norm),
        "t" => Some(Role::Step),
        _ => None,
    }
}

/// A rule while it is put together.
struct Assembly {
    functions: FxHashMap<String, FunctionId>,
    defaults: &'static [(&'static str, &'static str)],
    /// Names of states, in the order met.
    states: Vec<String>,
    /// Names of arguments, in the order met.
    arguments: Vec<String>,
}

impl Assembly {
    fn role(&mut self, rule: &str, parameter: &str) -> Role {
        if let Some(role) = fixed(parameter) {
            return role;
        }
        let place_in = |list: &mut Vec<String>| {
            if let Some(place) = list.iter().position(|other| other == parameter) {
                place
            } else {
                list.push(parameter.to_owned());
                list.len() - 1
            }
        };
        if self.functions.contains_key(&format!("{rule}_{parameter}")) {
            Role::State(place_in(&mut self.states))
        } else {
            Role::Argument(place_in(&mut self.arguments))
        }
    }
}

impl Resolver<'_> {
    /// Whether a name is that of a rule: a built-in one, or a function whose first parameter is `w`.
    pub(super) fn is_rule(&self, name: &str) -> bool {
        match self.known_names.function_ids.get(name) {
            Some(&id) => self.parameters(id).first().is_some_and(|first| first == "w"),
            None => BuiltInRule::find(name).is_some_and(|rule| rule.text.contains("(w,")),
        }
    }

    /// The names of a function's parameters.
    fn parameters(&self, function: FunctionId) -> Vec<String> {
        self.graph.user_function(function).map_or(Vec::new(), |function| {
            function.parameters.iter().map(|&parameter| parameter_name(&self.graph, parameter)).collect()
        })
    }

    /// The rule of this name with numbers put in for its arguments.
    pub(super) fn rule(&mut self, name: &str, span: Span, put: Vec<Put>) -> Result<UpdateRule, Wrong> {
        let mut assembly = self.assembly(name);
        let Some(&formula) = assembly.functions.get(name) else {
            return Err(Box::new(self.unknown_rule(name, span)));
        };
        let weight = self.rule_function(name, formula, &mut assembly);
        let mut states: Vec<RuleState> = Vec::new();
        while let Some(state) = assembly.states.get(states.len()).cloned() {
            let function = assembly.functions[&format!("{name}_{state}")];
            let function = self.rule_function(name, function, &mut assembly);
            states.push(RuleState { name: state, function });
        }
        let is_plain = name == DESCENT.name && !self.known_names.function_ids.contains_key(name);
        let arguments = Vec::new();
        let mut rule = UpdateRule { name: name.to_owned(), is_plain, clip: None, states, weight, arguments };
        if let Some(circle) = sort_states(&mut rule) {
            return Err(Box::new(
                Diagnostic::error(
                    &code::BAD_UPDATE,
                    span,
                    format!("the states of `{name}` need each other: {}", circle.join(", ")),
                )
                .note(
                    "a state's own function sees the state as it was, every other function as it has become",
                )
                .help(format!("let `{name}_{}` take its own state only", circle[0])),
            ));
        }
        rule.arguments = self.rule_arguments(name, span, &assembly, put)?;
        Ok(rule)
    }

    /// A clip put before a rule.
    pub(super) fn clip(&mut self, rule: &mut UpdateRule, clip: &'static BuiltInRule, limit: ExprId) {
        let mut assembly = self.assembly(clip.name);
        // The limit comes after the arguments of the rule.
        assembly.arguments = rule.arguments.iter().map(|argument| format!("'{}", argument.name)).collect();
        let function = assembly.functions[clip.name];
        rule.clip = Some(self.rule_function(clip.name, function, &mut assembly));
        rule.arguments.push(RuleArgument { name: "C".to_owned(), value: limit });
    }

    /// The functions of a rule: the worksheet's own, or those of the table, copied into the worksheet's graph.
    fn assembly(&mut self, name: &str) -> Assembly {
        let mut assembly = Assembly {
            functions: FxHashMap::default(),
            defaults: &[],
            states: Vec::new(),
            arguments: Vec::new(),
        };
        if self.known_names.function_ids.contains_key(name) {
            assembly.functions.clone_from(&self.known_names.function_ids);
        } else if let Some(rule) = BuiltInRule::find(name) {
            assembly.defaults = rule.defaults;
            if let Some(functions) = self.steps.built_in_rules.get(name) {
                assembly.functions.clone_from(functions);
            } else {
                let (from, functions) = functions_of(rule);
                for (name, id) in functions {
                    let copy = copied(&from, id, &mut self.graph);
                    assembly.functions.insert(name, copy);
                }
                self.steps.built_in_rules.insert(rule.name, assembly.functions.clone());
            }
        }
        assembly
    }

    fn rule_function(&self, rule: &str, function: FunctionId, assembly: &mut Assembly) -> RuleFunction {
        let parameters = self.parameters(function);
        let parameters = parameters.iter().map(|parameter| assembly.role(rule, parameter)).collect();
        RuleFunction { function, parameters }
    }

    /// The numbers of a rule's arguments: by place, by name, by default.
    fn rule_arguments(
        &mut self,
        name: &str,
        span: Span,
        assembly: &Assembly,
        put: Vec<Put>,
    ) -> Result<Vec<RuleArgument>, Wrong> {
        let wanted = &assembly.arguments;
        let list = wanted.join(", ");
        let mut values: Vec<Option<(ExprId, Span)>> = vec![None; wanted.len()];
        for (at, put) in put.into_iter().enumerate() {
            let place = match &put.name {
                None => Some(at).filter(|&at| at < wanted.len()),
                Some(name) => wanted.iter().position(|wanted| wanted == name),
            };
            let Some(place) = place else {
                let what = match &put.name {
                    Some(argument) => format!("`{name}` takes no `{argument}`"),
                    None => format!("`{name}` takes up to {} numbers", wanted.len()),
                };
                let wrong = Diagnostic::error(&code::BAD_UPDATE, put.span, what);
                return Err(Box::new(wrong.help(format!("write `{name}({list})`"))));
            };
            if let Some((_, first)) = values[place] {
                return Err(Box::new(
                    Diagnostic::error(
                        &code::BAD_UPDATE,
                        put.span,
                        format!("`{}` is put in twice", wanted[place]),
                    )
                    .also(first, "first here"),
                ));
            }
            values[place] = Some((put.value, put.span));
        }
        let mut arguments = Vec::with_capacity(wanted.len());
        let mut missing = Vec::new();
        for (argument, value) in wanted.iter().zip(values) {
            let default = assembly.defaults.iter().find(|(name, _)| name == argument);
            let default = default.and_then(|(_, number)| parse_decimal(number).ok());
            match (value, default) {
                (Some((value, _)), _) => arguments.push(RuleArgument { name: argument.clone(), value }),
                (None, Some(number)) => {
                    let value = self.graph.number(number);
                    arguments.push(RuleArgument { name: argument.clone(), value });
                }
                (None, None) => missing.push(format!("`{argument}`")),
            }
        }
        if missing.is_empty() {
            return Ok(arguments);
        }
        Err(Box::new(
            Diagnostic::error(
                &code::BAD_UPDATE,
                span,
                format!("the rule `{name}` needs a number for {}", missing.join(" and ")),
            )
            .help(format!("write `{name}({list})`, with numbers")),
        ))
    }

    pub(super) fn unknown_rule(&self, name: &str, span: Span) -> Diagnostic {
        let wrong = Diagnostic::error(&code::BAD_UPDATE, span, format!("there is no update rule `{name}`"));
        let rules = UPDATE_RULES.iter().map(|rule| rule.name).filter(|rule| self.is_rule(rule));
        let rules: Vec<&str> = rules.collect();
        match crate::expression::nearest(name, rules.iter().copied()) {
            Some(nearest) => wrong.help(format!("did you mean `{nearest}`?")),
            None => wrong
                .note(format!("the built-in rules are {}", rules.join(", ")))
                .help(format!("define it: `{name}(w, g, rate) = w - rate*g`")),
        }
    }
}

/// The name of a parameter as the reader wrote it: what stands behind the last mark of its symbol.
fn parameter_name(graph: &Graph, parameter: SymbolId) -> String {
    let name = graph.name(parameter).as_str();
    name.rsplit('\'').next().unwrap_or(name).to_owned()
}

/// Puts each state after those that its function sees as they have become. Where that goes in a circle, their names.
fn sort_states(rule: &mut UpdateRule) -> Option<Vec<String>> {
    let mut sorted: Vec<usize> = Vec::new();
    let mut done: FxHashSet<usize> = FxHashSet::default();
    while sorted.len() < rule.states.len() {
        let is_ready = |state: &usize| {
            !done.contains(state)
                && rule.states[*state].function.parameters.iter().all(|role| match role {
                    Role::State(other) => other == state || done.contains(other),
                    Role::Weight | Role::Gradient | Role::Norm | Role::Step | Role::Argument(_) => true,
                })
        };
        let Some(next) = (0..rule.states.len()).find(is_ready) else {
            let stuck = rule.states.iter().enumerate().filter(|(place, _)| !done.contains(place));
            return Some(stuck.map(|(_, state)| state.name.clone()).collect());
        };
        done.insert(next);
        sorted.push(next);
    }
    let place_of = |old: usize| sorted.iter().position(|&state| state == old).unwrap_or(old);
    let states: Vec<RuleState> = sorted.iter().map(|&old| rule.states[old].clone()).collect();
    rule.states = states;
    let functions = rule.states.iter_mut().map(|state| &mut state.function).chain([&mut rule.weight]);
    for role in functions.flat_map(|function| &mut function.parameters) {
        if let Role::State(place) = role {
            *place = place_of(*place);
        }
    }
    None
}

/// A function copied from one graph into another.
fn copied(from: &Graph, function: FunctionId, into: &mut Graph) -> FunctionId {
    let definition = from.user_function(function).expect("the table's functions are read");
    let mut of: FxHashMap<ExprId, ExprId> = FxHashMap::default();
    for id in Walk::below(from, &[definition.body]) {
        let copy = match from.node(id) {
            Node::Number(number) => into.number(number.clone()),
            Node::Symbol(symbol) => {
                let symbol = into.intern(from.name(symbol).as_str());
                into.symbol(symbol)
            }
            Node::Apply { function, primes, arguments } => {
                let arguments: Vec<ExprId> = arguments.iter().map(|argument| of[argument]).collect();
                into.apply_primed(function, primes, &arguments)
            }
            Node::Derivative { .. } => unreachable!("a function's body has no derivatives"),
        };
        of.insert(id, copy);
    }
    let parameters =
        definition.parameters.iter().map(|&symbol| into.intern(from.name(symbol).as_str())).collect();
    into.define_function(UserFunction {
        name: definition.name.clone(),
        parameters,
        body: of[&definition.body],
    })
}
