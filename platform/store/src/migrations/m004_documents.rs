//! Structured documents: structures as data, documents and their versions.

use super::table::T;

super::step!(
    "m004_documents",
    [
        // `kind` is set for the product's own four (initiation, assessment, plan, decision); nation's structures go by OID.
        T::new("structure")
            .id()
            .text("oid")
            .text("structure_version")
            .text_opt("kind")
            .text("title_fi")
            .text_opt("title_sv")
            .text_opt("title_en")
            .json("schema")
            .json_opt("mapping")
            .bytes("sha256")
            .text("source")
            .ts("loaded_at")
            .unique(&["oid", "structure_version"])
            .index(&["kind"]),
        // Shared by the clients it concerns (document_client); belongs to a matter when it was made in one.
        T::new("document")
            .id()
            .scope()
            .uuid("structure_id")
            .text_opt("kind")
            .uuid_opt("matter_id")
            .text("state")
            .json("body")
            .json_opt("known")
            .text("author_kind")
            .uuid("author_id")
            .ts_opt("finished_at")
            .uuid_opt("finished_by")
            .versioned()
            .index(&["matter_id", "kind"])
            .fk("structure_id", "structure"),
        T::new("document_client")
            .uuid("document_id")
            .uuid("client_id")
            .ts("joined_at")
            .ts_opt("left_at")
            .primary(&["document_id", "client_id"])
            .index(&["client_id"])
            .fk("document_id", "document"),
        T::new("document_version")
            .uuid("document_id")
            .int("version")
            .text("state")
            .json("body")
            .ts("at")
            .text("author_kind")
            .uuid("author_id")
            .primary(&["document_id", "version"])
            .fk("document_id", "document"),
    ]
);
