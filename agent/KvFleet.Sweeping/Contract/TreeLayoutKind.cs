using System.Text.Json.Serialization;

namespace KvFleet.Sweeping.Contract;

/// <summary>How a tree's files are named and nested.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TreeLayoutKind>))]
public enum TreeLayoutKind
{
    /// <summary>By what is found: <c>config.json</c>, <c>kvfleet.json</c>, file names.</summary>
    Detect,

    /// <summary>vLLM's <c>fs</c> tier: <c>MODEL_FP/config.json</c>, <c>MODEL_FP_rR/hhh/hh_gG/HASH.bin</c>, one file for all ranks.</summary>
    VllmFs,

    /// <summary>The llm-d FS backend: the same tree, a file per rank.</summary>
    LlmdFs,

    /// <summary>SGLang HiCache <c>file</c>: all files in one directory, <c>KEY_MODEL_RANK_SIZE.bin</c>.</summary>
    SglangFile,

    /// <summary>LMCache <c>fs</c>: <c>KEY.data</c>.</summary>
    LmcacheFs,

    /// <summary>The shared tier of our own store: <c>kvfleet.json</c>, <c>hhh/hh/KEY.kv</c>.</summary>
    KvFleet,
}
