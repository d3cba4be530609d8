use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;
use uuid::Uuid;

use super::orders::{Create, order};
use super::{Common, Done};
use crate::control::Order;

#[derive(Subcommand)]
pub enum Token {
    /// Make a token; its secret is shown once
    Create(Create),
    /// List tokens (never their secrets)
    List,
    /// Revoke a token at once
    Revoke { id: Uuid },
}

impl Token {
    pub async fn run(self, common: &Common) -> Done {
        let what = match &self {
            Token::Create(create) => Order::TokenCreate(create.clone()),
            Token::List => Order::TokenList,
            Token::Revoke { id } => Order::TokenRevoke { id: *id },
        };
        let answer = order(common, &what).await?;
        print(common, &what, &answer);
        let failed = answer.get("revoked") == Some(&json!(false));
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn print(common: &Common, order: &Order, answer: &serde_json::Value) {
    let text = |name: &str| answer.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    if common.json {
        say!("{answer}");
        return;
    }
    match order {
        Order::TokenCreate(_) => {
            say!("{}", text("token"));
            eprintln!("Valid until {}. The token is shown this once.", text("expires_at"));
        }
        Order::TokenList => {
            for token in answer.get("tokens").and_then(|t| t.as_array()).into_iter().flatten() {
                let field = |name: &str| token.get(name).and_then(|v| v.as_str()).unwrap_or("–").to_owned();
                say!(
                    "{}  {}  {}  {}  until {}{}",
                    field("id"),
                    field("name"),
                    field("scopes"),
                    field("source_system"),
                    field("expires_at"),
                    if token.get("revoked_at").is_some_and(|v| !v.is_null()) { "  revoked" } else { "" }
                );
            }
        }
        Order::TokenRevoke { id } => {
            if answer.get("revoked") == Some(&json!(true)) {
                say!("{id} is revoked.");
            } else {
                eprintln!("punos: there is no open token {id}");
            }
        }
        Order::Import(_) | Order::Retention(_) | Order::Backup | Order::Rules(_) => {}
    }
}
