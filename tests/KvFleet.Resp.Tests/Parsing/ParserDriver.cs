using KvFleet.Resp.Parsing;
using KvFleet.Resp.Values;
using KvFleet.Store;

namespace KvFleet.Resp.Tests.Parsing;

/// <summary>Feeds a parser as a connection does, in pieces, and writes down what comes out.</summary>
internal sealed class ParserDriver
{
    private readonly RespParser _parser = new();
    private readonly List<byte> _data = [];
    private readonly List<byte[]> _bodies = [];
    private long _skip;

    public List<string> Commands { get; } = [];

    public string? Fault { get; private set; }

    public RespParser Parser => _parser;

    public void Feed(ReadOnlySpan<byte> piece)
    {
        foreach (var next in piece)
        {
            if (_skip > 0)
            {
                _bodies[^1] = [.. _bodies[^1], next];
                _skip--;
            }
            else
            {
                _data.Add(next);
            }
        }

        // Bytes of a body go past the parser, so what follows one in the same piece is parsed with the next call at the latest.
        Parse();
    }

    private void Parse()
    {
        while (Fault is null && _skip == 0)
        {
            var data = _data.ToArray();
            switch (_parser.Parse(data))
            {
                case ParseOutcome.Command:
                    if (_parser.Arguments.Count > 0)
                        Commands.Add(Describe(data));
                    _data.RemoveRange(0, _parser.Position);
                    _parser.Reset();
                    _bodies.Clear();
                    break;
                case ParseOutcome.Body:
                    var body = data[_parser.Position..];
                    var part = (int)Math.Min(body.Length, _parser.BodyBytes);
                    _data.RemoveRange(_parser.Position, part);
                    _bodies.Add(body[..part]);
                    _skip = _parser.BodyBytes - part;
                    _parser.TakeBody(_parser.IsValue ? new IncomingValue(new StoreReservation(StoreReservationOutcome.Full), _parser.BodyBytes) : null);
                    break;
                case ParseOutcome.Fault:
                    Fault = _parser.Fault;
                    return;
                default:
                    _parser.Needed.ShouldBeGreaterThan(data.Length);
                    return;
            }
        }
    }

    private string Describe(byte[] data)
    {
        var bodies = new Queue<byte[]>(_bodies);
        return string.Join('|', _parser.Arguments.Select(argument => argument.Kind switch
        {
            ArgumentKind.Bytes => System.Text.Encoding.Latin1.GetString(data, argument.Offset, (int)argument.Length),
            ArgumentKind.Value => $"<{System.Text.Encoding.Latin1.GetString(bodies.Dequeue())}>",
            _ => $"!{bodies.Dequeue().Length}",
        }));
    }
}
