using KvFleet.Native;

namespace KvFleet.Resp.Connections;

/// <summary>Something that a loop watches. All members are called on the loop's thread.</summary>
internal interface IPollTarget : IDisposable
{
    /// <summary>The listening socket it belongs to.</summary>
    RespListener Listener { get; }

    /// <summary>Something happened.</summary>
    void OnEvent(PollInterest happened);

    /// <summary>Some seconds passed.</summary>
    void OnSweep();
}
