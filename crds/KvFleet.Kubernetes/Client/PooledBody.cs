using System.Buffers;

namespace KvFleet.Kubernetes.Client;

/// <summary>A body in a rented buffer: pages of a list are megabytes, and would fill the large object heap. Dispose to give it back.</summary>
internal sealed class PooledBody : IDisposable
{
    private byte[]? _buffer;
    private int _length;

    private PooledBody(byte[] buffer) => _buffer = buffer;

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    public static async Task<PooledBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var expected = Math.Clamp(content.Headers.ContentLength ?? 16 * 1024, 256, 16 * 1024 * 1024);
        var body = new PooledBody(ArrayPool<byte>.Shared.Rent((int)expected + 1));
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken);
            await using (stream)
            {
                while (true)
                {
                    var read = await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken);
                    if (read == 0)
                        return body;
                    body._length += read;
                    if (body._length == body._buffer!.Length)
                        body.Grow();
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(_buffer!.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
