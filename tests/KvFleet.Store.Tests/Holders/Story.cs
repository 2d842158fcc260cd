using System.Collections.Immutable;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Store.Tests.Holders;

/// <summary>Drives the machine with events and remembers what it wanted done.</summary>
internal sealed class Story
{
    public const long Size = 1 << 20;
    public static readonly HolderKey Key = new("tenant", "holder-0");
    public static readonly ImmutableArray<ExtentPlan> Two = [Plan(0), Plan(1)];

    /// <param name="awaited">How long the holder is given to connect for the first time.</param>
    public Story(TimeSpan? awaited = null) => State = new HolderState { Key = Key, AwaitedUntil = Now + awaited };

    public HolderState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ImmutableArray<HolderEffect> Effects { get; private set; } = [];

    public string Did => string.Join("; ", Effects.Select(Text));

    public static ExtentPlan Plan(int n, long bytes = Size, long hugePages = 0) => new($"uid-{n}", bytes, hugePages, ExtentPlacement.None, null);

    public static HeldExtent Held(int n, long resident = 0, long bytes = Size) => new($"uid-{n}", bytes, 0, resident);

    /// <summary>A holder whose process has just connected with nothing.</summary>
    public static Story Connected() => new Story().On(new HolderEvent.Connected(Two, []));

    public static Story Allocated() => Connected().On(new HolderEvent.Allocated([Held(0), Held(1)]));

    public static Story Prepared() => Allocated().On(new HolderEvent.Prepared("uid-0")).On(new HolderEvent.Prepared("uid-1"));

    public static Story Populating() => Prepared().On(new HolderEvent.PopulationTurn());

    public static Story Locking() => Populating().On(new HolderEvent.Populated([new("uid-0", Size), new("uid-1", Size)]));

    public static Story Ready() => Locking().On(new HolderEvent.Locked("uid-0", Size)).On(new HolderEvent.Locked("uid-1", Size));

    public static Story Revoking() => Ready().On(new HolderEvent.Wanted(HolderGoal.Drain, Two));

    public Story On(HolderEvent happened)
    {
        var next = HolderMachine.Next(State, happened, Now);
        State = next.State;
        Effects = next.Effects;
        return this;
    }

    public Story After(TimeSpan delay)
    {
        Now += delay;
        return On(new HolderEvent.Tick());
    }

    private static string Text(HolderEffect effect) => effect switch
    {
        HolderEffect.Allocate e => $"allocate {string.Join(',', e.Extents.Select(p => p.Id))}",
        HolderEffect.Prepare e => $"prepare {e.Extent.Id}",
        HolderEffect.JoinPopulation => "queue",
        HolderEffect.LeavePopulation => "unqueue",
        HolderEffect.Populate e => $"populate {string.Join(',', e.Ids)}",
        HolderEffect.Lock e => $"lock {e.Id}",
        HolderEffect.Unlock e => $"unlock {e.Id}",
        HolderEffect.Publish e => $"publish {string.Join(',', e.Ids)}",
        HolderEffect.Revoke e => $"revoke {string.Join(',', e.Ids)}",
        HolderEffect.Release e => $"release {string.Join(',', e.Ids)}",
        HolderEffect.Drop e => $"drop {string.Join(',', e.Ids)}",
        HolderEffect.Refuse e => $"refuse {e.Reason}",
        _ => effect.ToString(),
    };
}
