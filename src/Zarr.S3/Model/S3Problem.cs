namespace Zarr.S3;

/// <summary>Why an object store could not do what was asked for.</summary>
public enum S3Problem
{
    /// <summary>The server has refused the request for another reason; see the status and the code.</summary>
    Refused,

    /// <summary>The credentials do not allow this, or there are none.</summary>
    Forbidden,

    /// <summary>There is no such bucket.</summary>
    NoSuchBucket,

    /// <summary>No credentials were found.</summary>
    NoCredentials,

    /// <summary>The credentials have expired.</summary>
    ExpiredCredentials,

    /// <summary>The clock of this computer differs too much from that of the server.</summary>
    ClockSkew,

    /// <summary>The bucket is in another region, or at another endpoint.</summary>
    WrongRegion,

    /// <summary>The server was not reached: unknown host, no connection, broken connection.</summary>
    Unreachable,

    /// <summary>The server has not answered within the time limit.</summary>
    Timeout,

    /// <summary>The server has reported an error of its own, or too many requests, also after repetitions.</summary>
    ServerError,

    /// <summary>The server ignores the conditions of writes, so that concurrent writers would overwrite each other.</summary>
    ConditionsIgnored,

    /// <summary>The answer of the server breaks the protocol.</summary>
    InvalidAnswer,
}
