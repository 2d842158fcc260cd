using System.Runtime.InteropServices;
using KvFleet.Resp.Values;

namespace KvFleet.Resp.Parsing;

/// <summary>One argument of a command.</summary>
/// <param name="Kind">Where its bytes are.</param>
/// <param name="Offset">For <see cref="ArgumentKind.Bytes"/>: first byte, counted from the start of the command.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Value">For <see cref="ArgumentKind.Value"/>: the value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RespArgument(ArgumentKind Kind, int Offset, long Length, IncomingValue? Value = null);
