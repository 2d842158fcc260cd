using System.Text.Json.Serialization;

namespace KvFleet.Sweeping.Contract;

/// <summary>Why something was deleted, or why nothing was.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepReason>))]
public enum SweepReason
{
    /// <summary>Deleted: the pool passed the stop line below its byte quota.</summary>
    ByteQuota,

    /// <summary>Deleted: the pool passed the stop line below its inode quota.</summary>
    InodeQuota,

    /// <summary>Deleted: the filesystem is above its high watermark.</summary>
    Watermark,

    /// <summary>Deleted: a temporary file of a writer that is gone.</summary>
    OrphanedTemporaryFile,

    /// <summary>Deleted: in a tree of no current fingerprint, and not used for long.</summary>
    StaleFingerprint,

    /// <summary>Deleted: an empty directory.</summary>
    EmptyDirectory,

    /// <summary>Nothing deleted: the configuration is wrong.</summary>
    InvalidConfiguration,

    /// <summary>Nothing deleted for a quota: it is not known.</summary>
    QuotaUnknown,

    /// <summary>Nothing deleted in the pool: part of its tree could not be read.</summary>
    TreeUnreadable,

    /// <summary>Nothing deleted in the pool: what other members hold is not known yet.</summary>
    MembersUnknown,

    /// <summary>Too little deleted: reads may have gone unrecorded so recently that nothing is known to be old enough.</summary>
    AccessesLost,

    /// <summary>Too little deleted: everything is younger than minAge, pinned, or no file of the engine.</summary>
    AllProtected,

    /// <summary>The tree belongs to another fingerprint than the pool's: nothing in it may be used. Nothing is deleted for that.</summary>
    FingerprintMismatch,

    /// <summary>Some files could not be deleted.</summary>
    DeletionFailed,

    /// <summary>Nothing deleted: dry run.</summary>
    DryRun,
}
