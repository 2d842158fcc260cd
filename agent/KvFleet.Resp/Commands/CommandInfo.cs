using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>One command.</summary>
/// <param name="Name">Its name in lower case.</param>
/// <param name="Arity">Number of arguments with the name; negative: at least so many.</param>
/// <param name="Run">Answers it. False: the reply is long, what there is of it should be sent first, then call again.</param>
internal sealed record CommandInfo(string Name, int Arity, Func<RespSession, bool> Run)
{
    /// <summary>What it does, for COMMAND DOCS.</summary>
    public required string Summary { get; init; }

    /// <summary>Its group, for COMMAND DOCS.</summary>
    public string Group { get; init; } = "string";

    /// <summary>Flags, for COMMAND.</summary>
    public ImmutableArray<string> Flags { get; init; } = ["readonly", "fast"];

    /// <summary>First argument that is a key; 0 for none.</summary>
    public int FirstKey { get; init; }

    /// <summary>Last argument that is a key; -1: the last one.</summary>
    public int LastKey { get; init; }

    /// <summary>From one key to the next.</summary>
    public int KeyStep { get; init; }

    /// <summary>First argument that is a value; 0 for none.</summary>
    public int FirstValue { get; init; }

    /// <summary>From one value to the next; 0 when there is one.</summary>
    public int ValueStep { get; init; }

    /// <summary>Arguments from a value back to its key.</summary>
    public int KeyBefore { get; init; } = 1;

    /// <summary>Whether it may be said before the password.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether an argument is a value, which goes into the pool's memory directly.</summary>
    public bool IsValue(int index, int count) =>
        FirstValue > 0 && Fits(count) && (index == FirstValue || (ValueStep > 0 && index > FirstValue && (index - FirstValue) % ValueStep == 0));

    /// <summary>Whether the number of arguments is right.</summary>
    public bool Fits(int count) => Arity < 0 ? count >= -Arity : count == Arity;
}
