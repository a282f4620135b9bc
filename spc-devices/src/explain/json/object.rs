//! How a JSON object is written.

use serde_json::{Map, Value};

/// The schema version of the objects.
const SCHEMA: u32 = 1;

/// One object, with its schema first.
pub(super) fn object<const N: usize>(facts: [(&str, Value); N]) -> String {
    let facts = [("schema", SCHEMA.into())].into_iter().chain(facts);
    let object: Map<String, Value> = facts.map(|(fact, value)| (fact.to_owned(), value)).collect();
    Value::from(object).to_string()
}
