mod counterpart;
mod feed;
mod house;
