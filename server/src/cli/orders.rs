//! Orders of the command line to a node: carried out here when this process can open the database, by the running node when
//! that one holds it.

use chrono::Duration;
use clap::Args;
use kernel::{Problem, Register};
use serde_json::{Value, json};
use trust::token::{NewToken, list, make, revoke};

use super::{Common, Fault};
use crate::control::{self, Order};
use crate::node::{Node, NodeError};

#[derive(Args, Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Create {
    /// What the token is for
    #[arg(long)]
    name: String,
    /// What it may do; may be given several times
    #[arg(long, default_value = "fhir.write", value_parser = clap::builder::PossibleValuesParser::new(trust::token::SCOPES))]
    scope: Vec<String>,
    /// Name of the source system its originals are kept under
    #[arg(long, value_name = "SYSTEM")]
    source: String,
    /// Register what it sends belongs to: social or patient
    #[arg(long, default_value = "patient", value_parser = ["social", "patient"])]
    register: String,
    /// Days it stays valid (1–365)
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=365))]
    days: i64,
}

impl Create {
    async fn make(&self, gate: &trust::Gate) -> Result<Value, Problem> {
        let register = Register::parse(&self.register).unwrap_or(Register::Patient);
        let new =
            NewToken { name: &self.name, scopes: &self.scope, source_system: &self.source, register, life: Duration::days(self.days) };
        let made = make(gate, new).await?;
        Ok(json!({ "id": made.id, "token": made.token, "expires_at": made.expires_at }))
    }
}

/// Carries an order out in this process, or hands it to the node that holds the database.
pub(super) async fn order(common: &Common, order: &Order) -> Result<Value, Fault> {
    match Node::open(&common.node(false), None).await {
        Ok(node) => {
            let answer = carry_out(&node, order).await;
            node.close().await;
            Ok(answer?)
        }
        Err(NodeError::Store(store::StoreError::Held(path))) => control::ask(&common.data, order)
            .await
            .map_err(|e| Fault::Other(format!("{}: the node that holds it answered: {e}", path.display()))),
        Err(error) => Err(error.into()),
    }
}

/// Does what the order says.
pub async fn carry_out(node: &Node, order: &Order) -> Result<Value, Problem> {
    Ok(match order {
        Order::TokenCreate(create) => create.make(&node.gate).await?,
        Order::TokenList => json!({ "tokens": list(&node.gate).await? }),
        Order::TokenRevoke { id } => json!({ "id": id, "revoked": revoke(&node.gate, *id).await? }),
        Order::StaffAdd(add) => add.carry_out(&node.gate).await?,
        Order::StaffList(list) => list.carry_out(&node.gate).await?,
        Order::StaffEnd(end) => end.carry_out(&node.gate).await?,
        Order::Import(import) => import.run(node).await?,
        Order::Retention(order) => order.run(node).await?,
        Order::Predictions(order) => order.run(node).await?,
        // Answered in pieces, by the socket itself.
        Order::Backup => return Err(Problem::internal()),
        Order::Rules(rules) => rules.run(node).await?,
        Order::Log(log) => log.run(node).await?,
        Order::Key(key) => key.run(node).await?,
    })
}
