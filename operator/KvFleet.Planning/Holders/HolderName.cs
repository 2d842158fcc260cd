using System.Security.Cryptography;
using System.Text;

namespace KvFleet.Planning.Holders;

/// <summary>Names of holder pods: the same for the same pool, node and ordinal in every operator process, so that a retry never makes a second pod.</summary>
public static class HolderName
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int MaxReadable = 32;
    private const int HashCharacters = 16;

    /// <summary>The name of a holder: a DNS-1123 label of at most 63 characters, <c>kvh-POOL-HASH-ORDINAL</c>.</summary>
    /// <param name="poolName">The pool's name, for people; shortened and cleaned as needed.</param>
    /// <param name="poolUid">The pool's uid: what makes the name this pool's own.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="ordinal">Which holder of this pool on this node; 0 and up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ordinal"/> is negative.</exception>
    public static string For(string poolName, string poolUid, string node, int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        var readable = Readable(poolName);
        return $"kvh-{(readable.Length == 0 ? "" : readable + "-")}{Hash(poolUid, node)}-{ordinal}";
    }

    private static string Readable(string poolName)
    {
        var cleaned = new StringBuilder(MaxReadable);
        foreach (var character in poolName.ToLowerInvariant())
        {
            if (cleaned.Length == MaxReadable)
            {
                break;
            }

            cleaned.Append(char.IsAsciiLetterOrDigit(character) ? character : '-');
        }

        return cleaned.ToString().Trim('-');
    }

    private static string Hash(string poolUid, string node)
    {
        // Neither a uid nor a node name contains a slash, so two different pairs never give one text.
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{poolUid}/{node}"));
        return string.Create(HashCharacters, digest, static (text, bytes) =>
        {
            for (var index = 0; index < text.Length; index++)
            {
                text[index] = Alphabet[bytes[index] & 31];
            }
        });
    }
}
