namespace KvFleet.Operator.Fleet;

/// <summary>Hands the newest picture from the controller that draws it to those that read it.</summary>
public sealed class FleetPictureSource
{
    private volatile FleetPicture? _current;

    /// <summary>The newest picture; null before the first.</summary>
    public FleetPicture? Current => _current;

    /// <summary>Puts a newer picture in place.</summary>
    /// <param name="picture">The picture.</param>
    public void Publish(FleetPicture picture) => _current = picture;
}
