use axum::http::header;

use super::kind::tests::zip;
use super::model::MAX_BYTES;
use crate::testing::{County, id};

/// A form with one file.
fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = format!("--rajaviiva\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes();
    body.extend(content);
    body.extend(b"\r\n--rajaviiva--\r\n");
    body
}

store::both!(
    async fn a_file_is_what_its_content_says(db: TestDb) {
        let county = County::new(db).await;
        let matter = county.matter_of("anna", "aino").await;
        let path = format!("/api/v1/staff/matters/{}/attachments", id(&matter));
        let send = |who: &'static str, name: &'static str, content: Vec<u8>| {
            let (county, path) = (&county, path.clone());
            async move { county.raw(who, "POST", &path, "multipart/form-data; boundary=rajaviiva", form(name, &content)).await }
        };
        let added = send("anna", "..\\lausunto.exe", b"%PDF-1.7 lausunto".to_vec()).await.expect(201);
        assert_eq!((added["name"].as_str(), added["content_type"].as_str()), (Some("lausunto.pdf"), Some("application/pdf")));
        let again = send("anna", "..\\lausunto.exe", b"%PDF-1.7 lausunto".to_vec()).await.expect(201);
        assert_eq!(again["id"], added["id"], "the same file sent twice is there once");
        send("anna", "hakemus.docx", zip(&["[Content_Types].xml", "word/document.xml"])).await.expect(201);
        for (name, content) in [("a.pdf", b"MZ\x90\x00".to_vec()), ("b.txt", b"<html><script>".to_vec()), ("c.docx", zip(&["x"]))] {
            let refused = send("anna", name, content).await;
            assert_eq!((refused.status.as_u16(), refused.body["errors"][0]["code"].as_str()), (422, Some("file_kind")), "{name}");
        }
        let mut large = b"%PDF-1.7 ".to_vec();
        large.resize(MAX_BYTES + 1, b'x');
        assert_eq!(send("anna", "suuri.pdf", large).await.status.as_u16(), 413);
        assert_eq!(send("cecilia", "a.pdf", b"%PDF-1.7".to_vec()).await.status.as_u16(), 403);

        let list = county.get("anna", &path).await.expect(200);
        assert_eq!(list.as_array().unwrap().len(), 2);
        let one = format!("/api/v1/staff/attachments/{}", id(&added));
        let file = county.raw("bertta", "GET", &one, "", Vec::new()).await;
        assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "%PDF-1.7 lausunto"));
        let header = |name: header::HeaderName| file.headers.get(&name).map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS).as_deref(), Some("nosniff"));
        assert!(header(header::CONTENT_DISPOSITION).unwrap().starts_with("attachment; filename=\"lausunto.pdf\""));
        assert_eq!(county.get("cecilia", &one).await.status.as_u16(), 403);
        assert_eq!(county.get("anna", &format!("/api/v1/staff/attachments/{}", id(&matter))).await.status.as_u16(), 404);
    }
);
