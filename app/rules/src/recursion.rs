//! Structures that contain themselves, over any number of others.

use std::collections::{HashMap, VecDeque};

use super::{Finding, Rule};
use extension::{Elements, Item, Property, Structure, StructureAttribute};

/// An attribute that makes one structure a part of another one.
struct Edge<'a> {
    attribute: &'a StructureAttribute,
    to: usize,
}

/// The structures as a graph: for each its attributes that hold structures.
struct Graph<'a> {
    structures: &'a Elements<Structure>,
    edges: Vec<Vec<Edge<'a>>>,
}

/// How many steps of a cycle are named.
const NAMED: usize = 6;

/// How many edges are walked over in all to name cycles: enough for every definition that somebody wrote.
const WALK: usize = 1_000_000;

/// Every attribute that is part of a cycle, with the shortest one that it is part of.
pub(super) fn recursive(structures: &Elements<Structure>) -> Vec<Finding> {
    let graph = Graph::of(structures);
    let components = graph.components();
    let mut left = WALK;
    let mut findings: Vec<Finding> = Vec::new();
    for (from, edges) in graph.edges.iter().enumerate() {
        for edge in edges.iter().filter(|edge| components[edge.to] == components[from]) {
            let (structure, attribute) = (&structures[from], edge.attribute);
            let item = Item::StructureAttribute { structure: structure.key, attribute: attribute.key };
            let place = item.at(Property::DataType);
            // A record over several structures can close several cycles.
            if findings.last().is_some_and(|last| last.place == place) {
                continue;
            }
            let cycle =
                graph.cycle(from, edge, &components, &mut left).map_or_else(String::new, |it| format!(": {it}"));
            let text = format!(
                "{}.{} defines a recursive Structure data type definition{cycle}. Choose another type for one of these.",
                structure.name, attribute.name
            );
            findings.push(Finding::new(Rule::StructureRecursive, place, text));
        }
    }
    findings
}

impl<'a> Graph<'a> {
    fn of(structures: &'a Elements<Structure>) -> Self {
        let places: HashMap<_, _> = structures.iter().enumerate().rev().map(|(place, it)| (it.key, place)).collect();
        let edges_of = |attribute: &'a StructureAttribute| {
            let sources = attribute.data_type.record().map_or(&[][..], |record| record.sources());
            let to = sources.iter().filter_map(|key| places.get(key).copied());
            to.map(move |to| Edge { attribute, to })
        };
        let edges = structures.iter().map(|it| it.attributes.iter().flat_map(|it| edges_of(it)).collect());
        Self { structures, edges: edges.collect() }
    }

    /// For each structure a number that it shares with those that it contains and that contain it: Tarjan's
    /// strongly connected components, with an explicit stack, since files can nest as deep as they like.
    /// A structure that contains nothing of the kind has a number of its own, but so has one that contains
    /// itself, which an edge to itself tells.
    fn components(&self) -> Vec<usize> {
        const NEW: usize = usize::MAX;
        let count = self.edges.len();
        let (mut found_at, mut lowest, mut component) = (vec![NEW; count], vec![NEW; count], vec![NEW; count]);
        let (mut open, mut clock) = (Vec::new(), 0);
        for root in 0..count {
            let mut way = if found_at[root] == NEW { vec![(root, 0)] } else { Vec::new() };
            while let Some((node, next)) = way.pop() {
                if next == 0 {
                    found_at[node] = clock;
                    lowest[node] = clock;
                    clock += 1;
                    open.push(node);
                }
                if let Some(edge) = self.edges[node].get(next) {
                    way.push((node, next + 1));
                    if found_at[edge.to] == NEW {
                        way.push((edge.to, 0));
                    } else if component[edge.to] == NEW {
                        lowest[node] = lowest[node].min(found_at[edge.to]);
                    }
                    continue;
                }
                if lowest[node] == found_at[node] {
                    while let Some(member) = open.pop() {
                        component[member] = node;
                        if member == node {
                            break;
                        }
                    }
                }
                if let Some(&(parent, _)) = way.last() {
                    lowest[parent] = lowest[parent].min(lowest[node]);
                }
            }
        }
        component
    }

    /// The shortest cycle that begins with this edge: `A.B -> B.C -> A`. None when too many edges were walked over.
    fn cycle(&self, from: usize, first: &Edge<'a>, components: &[usize], left: &mut usize) -> Option<String> {
        let mut came_by: HashMap<usize, (usize, &'a StructureAttribute)> = HashMap::new();
        let mut waiting = VecDeque::from([first.to]);
        while let Some(node) = waiting.pop_front().filter(|node| *node != from) {
            *left = left.checked_sub(self.edges[node].len())?;
            for edge in self.edges[node].iter().filter(|edge| components[edge.to] == components[from]) {
                if edge.to != first.to && !came_by.contains_key(&edge.to) {
                    came_by.insert(edge.to, (node, edge.attribute));
                    waiting.push_back(edge.to);
                }
            }
        }
        let mut steps = Vec::new();
        let mut node = from;
        while let Some((before, attribute)) = came_by.get(&node).filter(|_| node != first.to) {
            steps.push(self.step(*before, attribute));
            node = *before;
        }
        steps.push(self.step(from, first.attribute));
        steps.reverse();
        let end = &self.structures[from].name;
        Some(match steps.len().checked_sub(NAMED) {
            Some(more @ 1..) => format!("{} -> {more} more -> {end}", steps[..NAMED].join(" -> ")),
            _ => format!("{} -> {end}", steps.join(" -> ")),
        })
    }

    fn step(&self, structure: usize, attribute: &StructureAttribute) -> String {
        format!("{}.{}", self.structures[structure].name, attribute.name)
    }
}
