//! Predictions of models trained outside (E11): what was predicted, what moved it, what the professional made of it, what the client says
//! of them, and the acts by which models are switched off and on and data given out for training.

use super::table::T;

super::step!(
    "m052_predictions",
    [
        // Written once, never changed but for `version`, which an answer raises. `on_day`: what was known by the end of that day was used.
        // What happened is counted from `outcome_from` until before `outcome_to`. value: 0–1; tenth: 0–9, the tenth of it; raised: at the
        // card's threshold or above it; band: a code of the card.
        T::new("prediction")
            .owned()
            .text("model")
            .text("model_version")
            .text("model_digest")
            .text("features_version")
            .text("outcome")
            .int("outcome_least")
            .date("on_day")
            .ts("outcome_from")
            .ts("outcome_to")
            .ts("made_at")
            .uuid("made_by")
            .float("value")
            .int("tenth")
            .flag("raised")
            .text("band")
            .versioned()
            .unique(&["client_id", "model", "model_version", "features_version", "on_day"])
            .index(&["model", "made_at"]),
        // What went in, one row of each feature: `nth` in the model's order; `missing`: the value is the one used when there is none;
        // `moved`: by how much it moved the prediction, in log-odds; `bin`: which bin of the card's training reference it falls into.
        T::new("prediction_part")
            .owned()
            .uuid("prediction_id")
            .int("nth")
            .text("feature")
            .float("value")
            .flag("missing")
            .float("moved")
            .int("bin")
            .index(&["prediction_id"]),
        // What the professional says: answer helped | not_helped | doubted. One is in force; `replaced_at` of the others.
        T::new("prediction_answer")
            .owned()
            .uuid("prediction_id")
            .text("answer")
            .text("decided")
            .text("why")
            .uuid("by_id")
            .ts("at")
            .ts_opt("replaced_at")
            .index(&["prediction_id"]),
        // The client does not want predictions made of them; in force while `ended_at` is empty.
        T::new("prediction_objection").owned().ts("at").ts_opt("ended_at").index(&["client_id", "ended_at"]),
        // act: off | on | exported; model: none when it is about all. The newest off or on of each holds. Nothing of clients.
        T::new("prediction_act")
            .id()
            .text("act")
            .text_opt("model")
            .text("reason")
            .text("by_name")
            .uuid_opt("by_id")
            .ts("at")
            .int_opt("row_count")
            .index(&["at"]),
    ]
);
