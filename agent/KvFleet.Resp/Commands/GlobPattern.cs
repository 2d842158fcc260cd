namespace KvFleet.Resp.Commands;

/// <summary>Patterns of SCAN: *, ?, [abc], [^a-c], and \ before a character that shall stand for itself.</summary>
internal static class GlobPattern
{
    /// <summary>Whether a key matches. Takes time in proportion to pattern times key at most.</summary>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> key)
    {
        var (p, k, star, resume) = (0, 0, -1, 0);
        while (k < key.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, k);
            }
            else if (p < pattern.Length && TryMatchOne(pattern, ref p, key[k]))
            {
                k++;
            }
            else if (star >= 0)
            {
                // The last star takes one more; what an earlier star took need not be tried again.
                (p, k) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool TryMatchOne(ReadOnlySpan<byte> pattern, ref int at, byte character)
    {
        switch (pattern[at])
        {
            case (byte)'?':
                at++;
                return true;
            case (byte)'[':
                return TryMatchClass(pattern, ref at, character);
            case (byte)'\\' when at + 1 < pattern.Length:
                if (pattern[at + 1] != character)
                    return false;
                at += 2;
                return true;
            default:
                if (pattern[at] != character)
                    return false;
                at++;
                return true;
        }
    }

    private static bool TryMatchClass(ReadOnlySpan<byte> pattern, ref int at, byte character)
    {
        var next = at + 1;
        var negated = next < pattern.Length && pattern[next] == '^';
        if (negated)
            next++;
        var found = false;
        while (next < pattern.Length && pattern[next] != ']')
        {
            if (pattern[next] == '\\' && next + 1 < pattern.Length)
                next++;
            var (low, high) = (pattern[next], pattern[next]);
            if (next + 2 < pattern.Length && pattern[next + 1] == '-' && pattern[next + 2] != ']')
            {
                high = pattern[next + 2];
                next += 2;
            }

            found |= character >= Math.Min(low, high) && character <= Math.Max(low, high);
            next++;
        }

        if (found == negated)
            return false;
        at = Math.Min(next + 1, pattern.Length);
        return true;
    }
}
