//! Where the store is, as the command line names it.

use super::credentials::{Credentials, CredentialsError};
use super::folder::Folder;
use super::{Created, Store, StoreFault};
use bytes::Bytes;
use object_store::ObjectStore;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

/// A folder, or an object store whose credentials stand in the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder, made when it is missing.
    Folder(PathBuf),
    /// The memory of this process, for tests.
    Memory,
    /// `s3://bucket/prefix`, with the environment's `AWS_...`.
    S3(Bucket),
    /// `az://container/prefix`, with the environment's `AZURE_...`.
    Azure(Bucket),
    /// `gs://bucket/prefix`, with the environment's `GOOGLE_...`.
    Google(Bucket),
}

/// A bucket or container, and the prefix of all objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    url: String,
    prefix: String,
}

/// A store that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made or used.
    #[error("shared drafts cannot be kept in {folder}: {source}. Choose another folder with --drafts, or --no-drafts.")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The settings of the object store are wrong.
    #[error(
        "shared drafts cannot be kept in the object store: {0}. See the settings AWS_..., AZURE_... or GOOGLE_... of the environment."
    )]
    Settings(object_store::Error),
    /// The file with settings of the object store cannot be used.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// A first write, or reading it back, failed.
    #[error("shared drafts cannot be kept there: {0}. Check that the place is there and may be written to.")]
    Unusable(StoreFault),
    /// It wrote over an object that should have been left alone.
    #[error(
        "shared drafts cannot be kept there: the store writes over objects although it was asked not to (If-None-Match), so that changes could be \
         lost. Use a store that knows conditional writes."
    )]
    WritesOver,
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text {
                "" => Err("--drafts wants a folder or an address".into()),
                folder => Ok(Self::Folder(folder.into())),
            };
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() && scheme != "memory" {
            return Err(format!("--drafts {scheme}:// wants a bucket"));
        }
        let bucket = Bucket { url: format!("{scheme}://{bucket}"), prefix: prefix.trim_matches('/').into() };
        match scheme {
            "memory" => Ok(Self::Memory),
            "s3" => Ok(Self::S3(bucket)),
            "az" => Ok(Self::Azure(bucket)),
            "gs" => Ok(Self::Google(bucket)),
            _ => Err(format!("--drafts takes a folder, s3://, az:// or gs://, not {scheme}://")),
        }
    }
}

impl Store {
    /// Opens the store with what the environment says, and tries whether it keeps its promises before anybody relies on it.
    ///
    /// # Errors
    /// When the location cannot be understood or reached, or the store there does not keep its promises.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, &Credentials::default()).await
    }

    /// As [`open`](Self::open), with settings that come before those of the environment.
    ///
    /// # Errors
    /// When the location cannot be understood or reached, or the store there does not keep its promises.
    pub async fn open_with(location: &Location, credentials: &Credentials) -> Result<Self, OpenError> {
        let store = Self::connect(location, credentials)?;
        store.try_out().await?;
        Ok(store)
    }

    /// Opens a store that is there already, and writes nothing.
    ///
    /// # Errors
    /// When the folder cannot be read, or the location cannot be used.
    pub async fn reach(location: &Location, credentials: &Credentials) -> Result<Self, OpenError> {
        if let Location::Folder(folder) = location {
            // Without the folder a mistyped name would make one.
            let there = tokio::fs::read_dir(folder).await.map(drop);
            there.map_err(|source| OpenError::Folder { folder: folder.clone(), source })?;
        }
        Self::connect(location, credentials)
    }

    fn connect(location: &Location, credentials: &Credentials) -> Result<Self, OpenError> {
        // Object stores are reached over TLS with the provider that is there; it may have been chosen before.
        let _chosen_before = rustls::crypto::ring::default_provider().install_default();
        Ok(match location {
            Location::Folder(folder) => of_folder(folder)?,
            Location::Memory => Self::of(Arc::new(InMemory::new())),
            Location::S3(bucket) => {
                let settings = credentials.of(AmazonS3ConfigKey::from_str);
                let builder = AmazonS3Builder::from_env().with_url(&bucket.url);
                let builder = settings.fold(builder, |builder, (key, value)| builder.with_config(key, value));
                of_bucket(bucket, builder.build().map_err(OpenError::Settings)?)
            }
            Location::Azure(bucket) => {
                let settings = credentials.of(AzureConfigKey::from_str);
                let builder = MicrosoftAzureBuilder::from_env().with_url(&bucket.url);
                let builder = settings.fold(builder, |builder, (key, value)| builder.with_config(key, value));
                of_bucket(bucket, builder.build().map_err(OpenError::Settings)?)
            }
            Location::Google(bucket) => {
                let settings = credentials.of(GoogleConfigKey::from_str);
                let builder = GoogleCloudStorageBuilder::from_env().with_url(&bucket.url);
                let builder = settings.fold(builder, |builder, (key, value)| builder.with_config(key, value));
                of_bucket(bucket, builder.build().map_err(OpenError::Settings)?)
            }
        })
    }

    /// Creates an object twice; the second time must be refused.
    async fn try_out(&self) -> Result<(), OpenError> {
        let mut random = [0; 8];
        getrandom::fill(&mut random)
            .map_err(|error| OpenError::Unusable(StoreFault::Unreachable(error.to_string())))?;
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = format!("trial/{name}");
        let first = self.create(&path, [Bytes::from_static(b"1")]).await.map_err(OpenError::Unusable)?;
        let second = self.create(&path, [Bytes::from_static(b"2")]).await.map_err(OpenError::Unusable)?;
        let content = self.read(&path).await.map_err(OpenError::Unusable)?;
        self.remove(&path).await.map_err(OpenError::Unusable)?;
        match (first, second, content.as_deref()) {
            (Created::New, Created::Exists, Some(b"1")) => Ok(()),
            _ => Err(OpenError::WritesOver),
        }
    }
}

fn of_bucket(bucket: &Bucket, objects: impl ObjectStore) -> Store {
    Store { root: Path::from(bucket.prefix.as_str()), ..Store::of(Arc::new(objects)) }
}

fn of_folder(folder: &PathBuf) -> Result<Store, OpenError> {
    let unusable = |source| OpenError::Folder { folder: folder.clone(), source };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let folder_path = folder.canonicalize().map_err(unusable)?;
    let objects = LocalFileSystem::new_with_prefix(&folder_path)
        .map_err(|error| unusable(io::Error::other(error)))?
        .with_fsync(true)
        .with_automatic_cleanup(true);
    Ok(Store { folder: Some(Folder(folder_path)), ..Store::of(Arc::new(objects)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_folder_or_an_address() {
        let of = |text: &str| text.parse::<Location>();
        assert_eq!(of("/var/drafts"), Ok(Location::Folder("/var/drafts".into())));
        let bucket = Bucket { url: "s3://b".into(), prefix: "a/c".into() };
        assert_eq!(of("s3://b/a/c/"), Ok(Location::S3(bucket)));
        assert_eq!(of("memory://"), Ok(Location::Memory));
        for wrong in ["", "s3://", "http://x/y"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_folder_that_is_a_file_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = Store::open(&Location::Folder(file.path().into())).await.unwrap_err();
        assert!(refused.to_string().contains("--no-drafts"));
    }

    #[tokio::test]
    async fn trying_out_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::Folder(folder.path().join("a/b"))).await.unwrap();
        assert_eq!(store.list("").await.unwrap(), []);
        assert_eq!(store.read("trial/x").await.unwrap(), None);
    }
}
