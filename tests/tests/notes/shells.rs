//! What mdBook and pandoc hand over, and take back.

use chainrule_notes::{mdbook, pandoc};

#[test]
fn mdbook_and_pandoc_get_back_what_they_gave_with_the_derivations() {
    let sheet = "# T\n\n```chain\ny = x^2\nderive dy/dx\n```\n";
    for key in ["sections", "items"] {
        let inner = serde_json::json!({"Chapter": {"content": sheet, "path": "b.md", "sub_items": []}});
        let chapter = serde_json::json!({"Chapter": {"content": "a", "path": "a.md", "sub_items": [inner]}});
        let input = serde_json::json!([{"renderer": "html"}, {key: [chapter, "Separator"]}]).to_string();
        let book: serde_json::Value = serde_json::from_str(&mdbook(&input).expect("a book")).expect("JSON");
        let content = &book[key][0]["Chapter"]["sub_items"][0]["Chapter"]["content"];
        assert!(content.as_str().expect("text").contains("<math"), "{content}");
        assert_eq!(book[key][1], "Separator");
    }
    // A book may have derivations only where it asks for them.
    let two = format!("{sheet}\n```chain show=chain\nz = x^3\nderive dz/dx\n```\n");
    let chapter = serde_json::json!({"Chapter": {"content": two, "path": "a.md", "sub_items": []}});
    let config =
        |blocks: &str| serde_json::json!({"config": {"preprocessor": {"chainrule": {"blocks": blocks}}}});
    let input = serde_json::json!([config("shown"), {"items": [chapter]}]).to_string();
    let book: serde_json::Value = serde_json::from_str(&mdbook(&input).expect("a book")).expect("JSON");
    let content = book["items"][0]["Chapter"]["content"].as_str().expect("text");
    assert_eq!(content.matches("chainrule:begin").count(), 1, "{content}");
    let input = serde_json::json!([config("some"), {"items": []}]).to_string();
    assert!(mdbook(&input).expect_err("no such setting").contains("`all` or `shown`"));
    let code = serde_json::json!({"t": "CodeBlock", "c": [["", ["chain"], [["show", "chain"]]], "y = x^2\nz = y^2\nderive dz/dx"]});
    let input = serde_json::json!({"pandoc-api-version": [1, 23], "meta": {}, "blocks": [{"t": "BlockQuote", "c": [code]}]});
    let out: serde_json::Value =
        serde_json::from_str(&pandoc(&input.to_string()).expect("a document")).expect("JSON");
    let inside = out["blocks"][0]["c"].as_array().expect("blocks");
    assert_eq!(inside.len(), 2);
    assert_eq!(inside[1]["c"][0]["c"][0]["t"], "DisplayMath");
    assert!(mdbook("[]").is_err() && pandoc("{}").is_err() && pandoc("x").is_err());
}
