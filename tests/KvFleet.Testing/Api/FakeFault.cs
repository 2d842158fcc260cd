namespace KvFleet.Testing;

/// <summary>A way in which the fake server misbehaves.</summary>
public sealed record FakeFault
{
    private FakeFault()
    {
    }

    internal FakeStatusException? Answer { get; private init; }

    internal bool Drops { get; private init; }

    internal bool Garbles { get; private init; }

    internal bool LosesAnswer { get; private init; }

    internal bool Silences { get; private init; }

    internal Task? Until { get; private init; }

    /// <summary>Answers with a failure instead of doing what was asked.</summary>
    /// <param name="code">HTTP status.</param>
    /// <param name="reason">Reason of the status.</param>
    /// <param name="message">Message of the status.</param>
    /// <param name="retryAfterSeconds">Value of <c>Retry-After</c>.</param>
    public static FakeFault Status(int code, string reason, string message = "injected", int? retryAfterSeconds = null) =>
        new() { Answer = new FakeStatusException(code, reason, message, null, retryAfterSeconds) };

    /// <summary>Closes the connection without an answer; nothing was done.</summary>
    public static FakeFault Drop() => new() { Drops = true };

    /// <summary>Does what was asked and closes the connection before the answer.</summary>
    public static FakeFault LoseAnswer() => new() { LosesAnswer = true };

    /// <summary>Answers 200 with something that is no JSON.</summary>
    public static FakeFault Garble() => new() { Garbles = true };

    /// <summary>Accepts a watch and never tells it anything, nor ends it: a stream that is dead without anybody knowing.</summary>
    public static FakeFault Silence() => new() { Silences = true };

    /// <summary>Answers as a server does that has not yet seen the version that is asked for.</summary>
    public static FakeFault TooLarge() => new() { Answer = FakeStatusException.TooLarge() };

    /// <summary>Waits, then goes on as if nothing had been.</summary>
    /// <param name="until">What to wait for.</param>
    public static FakeFault Delay(Task until) => new() { Until = until };
}
