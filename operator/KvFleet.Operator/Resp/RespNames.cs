using System.Security.Cryptography;
using System.Text;

namespace KvFleet.Operator.Resp;

/// <summary>Names of what makes a pool reachable over the Redis protocol. Pure.</summary>
public static class RespNames
{
    /// <summary>The field manager of Services and Endpoints.</summary>
    public const string FieldManager = "kvfleet-resp";

    /// <summary>The role that the owner of a namespace binds to let the operator get Secrets there.</summary>
    public const string SecretsRole = "kvfleet-resp-secrets";

    /// <summary>Name of the port in Services and Endpoints, and so in SRV records.</summary>
    public const string Port = "resp";

    /// <summary>The port of the Service that keeps traffic on the node: Redis' own, because nothing else is behind it.</summary>
    public const int LocalPort = 6379;

    private const int MaxLabel = 63;
    private const string Suffix = "-resp";
    private const string LocalSuffix = "-local";

    /// <summary>The headless Service. A pool's name may be longer than a Service's and have dots: then part of a hash takes their place.</summary>
    /// <param name="pool">Name of the pool.</param>
    public static string Service(string pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var room = MaxLabel - Suffix.Length - LocalSuffix.Length;
        var isLabel = pool.Length <= room && pool.Length > 0 && char.IsAsciiLetterLower(pool[0]) && pool.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
        if (isLabel)
            return pool + Suffix;
        var hash = "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pool)))[..8];
        var letters = string.Concat(pool.Select(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-'));
        if (!char.IsAsciiLetterLower(letters[0]))
            letters = "p" + letters;
        return letters[..Math.Min(letters.Length, room - hash.Length)] + hash + Suffix;
    }

    /// <summary>The Service that keeps traffic on the node.</summary>
    /// <param name="pool">Name of the pool.</param>
    public static string LocalService(string pool) => Service(pool) + LocalSuffix;
}
