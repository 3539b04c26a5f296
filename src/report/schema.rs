//! The JSON schema of `asyncheck.toml`.

use schemars::generate::SchemaSettings;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::config::FileForm;
use crate::library::RowsForm;
use crate::rules;
use crate::rules::Page;

/// The schema, as a text that ends with a line break. Its draft is the one that editors know for TOML.
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft07().into_generator();
    let settings = generator.root_schema_for::<FileForm>().to_value();
    let mut generator = SchemaSettings::draft07().into_generator();
    let rows = generator.root_schema_for::<RowsForm>().to_value();
    let mut schema = settings;
    for key in ["properties", "definitions"] {
        let more = rows[key].as_object().cloned().unwrap_or_default();
        if let Some(own) = schema[key].as_object_mut() {
            own.extend(more);
        }
    }
    schema["title"] = "asyncheck.toml".into();
    schema["definitions"]["Rules"] = names(&schema["definitions"]["Rules"]);
    without_null(&mut schema);
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

/// The table of levels, with every name that can stand in it.
fn names(table: &Value) -> Value {
    let mut properties = Map::new();
    let mut add = |name: &str, description: &str, form: &str| {
        let reference = json!({ "$ref": format!("#/definitions/{form}") });
        let property = json!({ "description": description, "allOf": [reference] });
        properties.insert(name.to_owned(), property);
    };
    add("all", "Every rule, in every grade", "LevelOrGrades");
    add("warnings", "Whatever is at warn when its turn comes", "Level");
    for rule in rules::catalogue() {
        add(rule.group, &format!("The rules of the group `{}`", rule.group), "LevelOrGrades");
    }
    for rule in rules::catalogue() {
        add(rule.id, &Page::parse(rule.source).title, "LevelOrGrades");
    }
    json!({
        "description": table["description"],
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// TOML has no null: what may be absent is absent.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(without_null);
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(forms)) = map.get_mut("anyOf") {
                forms.retain(|form| form["type"] != "null");
                if forms.len() == 1 {
                    let only = map.remove("anyOf").unwrap_or_default();
                    map.insert("allOf".to_owned(), only);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}
