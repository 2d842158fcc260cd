using System.Security.Cryptography;
using System.Text;
using KvFleet.Resp.Connections;
using KvFleet.Resp.Values;
using KvFleet.Store;

namespace KvFleet.Resp;

/// <summary>One pool as it is served on one listening socket: the socket's clients share its bounds and its figures.</summary>
public sealed class RespEndpoint
{
    private volatile byte[]? _passwordHash;
    private long _connections;
    private long _commands;
    private long _accepted;
    private long _refused;

    /// <param name="pool">Name of the pool, for messages.</param>
    /// <param name="store">The pool's store; gives null while the pool has no memory on this node. Called for every command, from several threads.</param>
    /// <param name="password">What clients must say before anything else; null when reaching the socket is enough.</param>
    public RespEndpoint(string pool, Func<IPoolStore?> store, string? password = null)
    {
        Pool = pool;
        Values = new ValueStore(store);
        Budget = new BufferBudget(BufferBytes);
        ChangePassword(password);
    }

    /// <summary>Memory that the unfinished commands of all connections may have together, in bytes. Values are not part of it: they go where they stay.</summary>
    public const long BufferBytes = 8L << 20;

    /// <summary>Name of the pool.</summary>
    public string Pool { get; }

    /// <summary>Release of the server, as INFO and HELLO say it.</summary>
    public string Version { get; init; } = "0.0.0";

    /// <summary>Whether clients may change what the pool has, asked for each command that would. Called from several threads.</summary>
    public Func<bool> MayWrite { get; init; } = static () => true;

    /// <summary>Most connections at once.</summary>
    public int MaxConnections { get; init; } = 2048;

    /// <summary>A connection in the middle of a command or reply that makes no progress for this long is closed: it holds memory of the pool.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Open connections.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Connections since the start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Connections that were refused or cut off for breaking the protocol or a bound.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Commands since the start.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>What clients must say from now on. Connections that said the one before stay, as they do with Redis.</summary>
    /// <param name="password">The password; null when reaching the socket is enough.</param>
    public void ChangePassword(string? password) => _passwordHash = password is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(password));

    internal ValueStore Values { get; }

    internal BufferBudget Budget { get; }

    internal bool NeedsPassword => _passwordHash is not null;

    internal bool IsPassword(ReadOnlySpan<byte> password) =>
        _passwordHash is { } expected && CryptographicOperations.FixedTimeEquals(SHA256.HashData(password), expected);

    internal bool TryOpen()
    {
        if (Interlocked.Increment(ref _connections) <= MaxConnections)
        {
            Interlocked.Increment(ref _accepted);
            return true;
        }

        Interlocked.Decrement(ref _connections);
        CountRefusal();
        return false;
    }

    internal void Close() => Interlocked.Decrement(ref _connections);

    internal void CountRefusal() => Interlocked.Increment(ref _refused);

    internal void CountCommand() => Interlocked.Increment(ref _commands);
}
