use chrono::NaiveDate;
use kernel::{Register, Text, codes};
use serde::Serialize;
use utoipa::ToSchema;

use crate::things::StoryItem;

codes! {
    GraphKind {
        Client => "client", CloseOne => "close_one", Professional => "professional", Team => "team", Customership => "customership",
        Matter => "matter", Plan => "plan", Service => "service", Request => "request", Decision => "decision", Alert => "alert",
    }
}

codes! {
    /// How one is tied to another, from the first to the second.
    GraphTie {
        /// Is close to the client.
        Close => "close",
        Helps => "helps",
        /// Has it in their hands.
        Holds => "holds",
        Asked => "asked",
        /// The second came of the first.
        LedTo => "led_to",
        PartOf => "part_of",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GraphNode {
    pub id: String,
    pub kind: GraphKind,
    pub name: Text,
    /// A role or a title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// It is so today.
    pub now: bool,
    /// Parts of the day it is said or seen to happen in; empty: nothing is known of it.
    pub dayparts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<StoryItem>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct GraphEdge {
    pub from: String,
    pub to: String,
    pub tie: GraphTie,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GraphDaypart {
    pub code: String,
    pub name: Text,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientGraph {
    /// The client first.
    pub nodes: Vec<GraphNode>,
    pub edges: Vec<GraphEdge>,
    pub dayparts: Vec<GraphDaypart>,
    pub registers_open: Vec<Register>,
    pub others_may_hold: bool,
    pub rules_version: String,
}
