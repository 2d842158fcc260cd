using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KvFleet.Store;

namespace KvFleet.Resp.Commands;

/// <summary>Commands on the server.</summary>
internal static class ServerCommands
{
    /// <summary>The version of Redis whose commands and replies these are like; clients choose by it what they may use.</summary>
    public const string CompatibleVersion = "7.0.0";

    private const long MicrosecondsPerMillisecond = 1000;
    private const long MillisecondsPerSecond = 1000;

    public static ImmutableArray<CommandInfo> All { get; } =
    [
        new("info", -1, Info) { Summary = "Tells about the server and the pool", Group = "server", Flags = ["loading", "stale"] },
        new("config", -2, Config) { Summary = "Tells settings", Group = "server", Flags = ["admin", "loading", "stale"] },
        new("time", 1, Time) { Summary = "Returns the time", Group = "server" },
    ];

    private static bool Info(RespSession session)
    {
        var text = new StringBuilder();
        foreach (var (name, fields) in Sections(session))
        {
            if (!IsWanted(session, name))
                continue;
            if (text.Length > 0)
                text.Append("\r\n");
            text.Append(CultureInfo.InvariantCulture, $"# {char.ToUpperInvariant(name[0])}{name[1..]}\r\n");
            foreach (var (field, value) in fields)
                text.Append(CultureInfo.InvariantCulture, $"{field}:{value}\r\n");
        }

        session.Reply.Verbatim(text.ToString());
        return true;
    }

    private static bool IsWanted(RespSession session, string section)
    {
        for (var index = 1; index < session.Count; index++)
        {
            if (session.Text(index).ToLowerInvariant() is var word && (word == section || word is "all" or "default" or "everything"))
                return true;
        }

        return session.Count == 1;
    }

    private static IEnumerable<(string Name, (string Field, object Value)[] Fields)> Sections(RespSession session)
    {
        var endpoint = session.Endpoint;
        var statistics = session.Values.Store?.Statistics ?? new StoreStatistics();
        yield return ("server", [("redis_version", CompatibleVersion), ("redis_mode", "standalone"), ("server_name", "kvfleet"), ("kvfleet_version", endpoint.Version), ("kvfleet_pool", endpoint.Pool), ("process_id", Environment.ProcessId)]);
        yield return ("clients", [("connected_clients", endpoint.Connections), ("maxclients", endpoint.MaxConnections)]);
        yield return ("memory", [("used_memory", statistics.UsedBytes), ("used_memory_dataset", statistics.ValueBytes), ("maxmemory", statistics.CapacityBytes), ("maxmemory_policy", "allkeys-lru")]);
        yield return ("persistence", [("loading", session.Values.Store is null ? 1 : 0)]);
        yield return ("stats",
        [
            ("total_connections_received", endpoint.Accepted), ("total_commands_processed", endpoint.Commands), ("rejected_connections", endpoint.Refused),
            ("evicted_keys", statistics.Evictions), ("keyspace_hits", statistics.Hits), ("keyspace_misses", statistics.Misses),
        ]);
        yield return ("replication", [("role", "master"), ("connected_slaves", 0)]);
        yield return ("cluster", [("cluster_enabled", 0)]);
        yield return ("keyspace", statistics.Keys == 0 ? [] : [("db0", string.Create(CultureInfo.InvariantCulture, $"keys={statistics.Keys},expires=0,avg_ttl=0"))]);
    }

    private static bool Config(RespSession session)
    {
        if (session.Is(1, "get"u8) && session.Count > 2)
        {
            var settings = Settings(session).Where(setting => Enumerable.Range(2, session.Count - 2)
                .Any(index => GlobPattern.Matches(Encoding.UTF8.GetBytes(session.Text(index).ToLowerInvariant()), Encoding.UTF8.GetBytes(setting.Name)))).ToList();
            session.Reply.Map(settings.Count);
            foreach (var (name, value) in settings)
            {
                session.Reply.Bulk(name);
                session.Reply.Bulk(value);
            }
        }
        else if (session.Is(1, "resetstat"u8) && session.Count == 2)
        {
            // The figures are the pool's, and others read them too.
            session.Reply.Error("ERR figures of a pool are not reset by clients");
        }
        else
        {
            session.Reply.Error("ERR settings of a pool are those of its KVCachePool; CONFIG GET reads some of them");
        }

        return true;
    }

    private static IEnumerable<(string Name, string Value)> Settings(RespSession session) =>
    [
        ("save", ""),
        ("appendonly", "no"),
        ("databases", "1"),
        ("maxmemory", (session.Values.Store?.Statistics.CapacityBytes ?? 0).ToString(CultureInfo.InvariantCulture)),
        ("maxmemory-policy", "allkeys-lru"),
        ("maxclients", session.Endpoint.MaxConnections.ToString(CultureInfo.InvariantCulture)),
        ("proto-max-bulk-len", RespLimits.MaxValueBytes.ToString(CultureInfo.InvariantCulture)),
        ("timeout", "0"),
    ];

    private static bool Time(RespSession session)
    {
        var now = session.Time.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds();
        session.Reply.Array(2);
        session.Reply.Bulk((milliseconds / MillisecondsPerSecond).ToString(CultureInfo.InvariantCulture));
        session.Reply.Bulk((((milliseconds % MillisecondsPerSecond) * MicrosecondsPerMillisecond) + now.Microsecond).ToString(CultureInfo.InvariantCulture));
        return true;
    }
}
