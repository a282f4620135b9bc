//! Every way to dial with a plan: what can be reached, key by key, until the number is decided.

use std::collections::HashMap;

use crate::lang::dial_plan::dialer::Dialer;
use crate::lang::dial_plan::keys::DialKey;
use crate::lang::dial_plan::program::{Front, Program};
use crate::lang::dial_plan::stand::Stand;

/// The most points in sequences that are visited, which takes some milliseconds.
const BUDGET: usize = 300_000;

/// What is reached by certain keys.
pub(super) struct Node {
    /// States of the program, in order.
    pub(super) states: Vec<usize>,
    pub(super) stand: Stand,
    /// No further key counts.
    pub(super) is_decided: bool,
    /// The previous node on a shortest path, and the key from there.
    from: Option<(usize, DialKey)>,
    /// The following nodes, each with a key that leads there.
    pub(super) next: Vec<(usize, DialKey)>,
}

/// All nodes, those with fewer keys first. The first one is the node before any key.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// There are no others.
    pub(super) is_complete: bool,
}

impl Graph {
    pub(super) fn explore(program: &Program, dialer: Dialer) -> Self {
        let mut exploring = Exploring {
            program,
            dialer,
            graph: Self { nodes: Vec::new(), is_complete: true },
            known: HashMap::new(),
            visited: 0,
        };
        let keys = distinct_keys(program);
        let mut front = Front::start(program);
        exploring.node(front.states(), None);
        let mut place = 0_usize;
        while let Some(node) = exploring.graph.nodes.get(place) {
            // A hot line decides before any key; the rest of the plan is still examined.
            if place > 0 && node.is_decided {
                place = place.saturating_add(1);
                continue;
            }
            let states = node.states.clone();
            let mut next = Vec::new();
            for key in &keys {
                if exploring.visited > BUDGET {
                    exploring.graph.is_complete = false;
                    return exploring.graph;
                }
                front.set(&states);
                if front.advance(program, *key) {
                    next.push((exploring.node(front.states(), Some((place, *key))), *key));
                }
            }
            if let Some(node) = exploring.graph.nodes.get_mut(place) {
                node.next = next;
            }
            place = place.saturating_add(1);
        }
        exploring.graph
    }

    /// The keys of a shortest path to a node.
    pub(super) fn keys_to(&self, node: usize) -> Vec<DialKey> {
        let mut keys = Vec::new();
        let mut from = self.nodes.get(node).and_then(|node| node.from);
        while let Some((before, key)) = from {
            keys.push(key);
            from = self.nodes.get(before).and_then(|node| node.from);
        }
        keys.reverse();
        keys
    }
}

struct Exploring<'p> {
    program: &'p Program,
    dialer: Dialer,
    graph: Graph,
    known: HashMap<Vec<usize>, usize>,
    visited: usize,
}

impl Exploring<'_> {
    /// The node with these states, or a new one if there is none yet.
    fn node(&mut self, states: &[usize], from: Option<(usize, DialKey)>) -> usize {
        self.visited = self.visited.saturating_add(states.len());
        let mut states = states.to_vec();
        states.sort_unstable();
        if let Some(known) = self.known.get(&states) {
            return *known;
        }
        let stand = Stand::of(self.program, self.dialer, &states);
        let place = self.graph.nodes.len();
        self.known.insert(states.clone(), place);
        let is_decided = stand.is_decided();
        self.graph.nodes.push(Node { states, stand, is_decided, from, next: Vec::new() });
        place
    }
}

/// One key of each kind that the plan distinguishes, without those that it never accepts.
fn distinct_keys(program: &Program) -> Vec<DialKey> {
    let mut kinds: Vec<(Vec<bool>, DialKey)> = Vec::new();
    for key in DialKey::all() {
        let kind: Vec<bool> = program.states.iter().map(|state| state.keys.contains(key)).collect();
        if kind.contains(&true) && kinds.iter().all(|(known, _)| *known != kind) {
            kinds.push((kind, key));
        }
    }
    kinds.into_iter().map(|(_, key)| key).collect()
}
