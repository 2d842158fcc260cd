namespace KvFleet.Grpc.Server;

/// <summary>The <c>grpc-timeout</c> header: up to eight digits and a unit (H, M, S, m, u, n).</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long NanosecondsPerTick = 100;

    /// <summary>
    /// Reads the header's value. A fraction of a tick counts as one, so that a positive timeout never becomes zero.
    /// </summary>
    /// <param name="value">The header's value.</param>
    /// <param name="timeout">The time the caller waits, when the value is well formed.</param>
    /// <returns>False when the value is not well formed.</returns>
    public static bool TryParse(ReadOnlySpan<char> value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length is < 2 or > MaxDigits + 1)
        {
            return false;
        }

        var amount = 0L;
        foreach (var digit in value[..^1])
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            amount = (amount * 10) + (digit - '0');
        }

        switch (value[^1])
        {
            case 'H': timeout = TimeSpan.FromTicks(amount * TimeSpan.TicksPerHour); return true;
            case 'M': timeout = TimeSpan.FromTicks(amount * TimeSpan.TicksPerMinute); return true;
            case 'S': timeout = TimeSpan.FromTicks(amount * TimeSpan.TicksPerSecond); return true;
            case 'm': timeout = TimeSpan.FromTicks(amount * TimeSpan.TicksPerMillisecond); return true;
            case 'u': timeout = TimeSpan.FromTicks(amount * TimeSpan.TicksPerMicrosecond); return true;
            case 'n': timeout = TimeSpan.FromTicks((amount + NanosecondsPerTick - 1) / NanosecondsPerTick); return true;
            default: return false;
        }
    }
}
