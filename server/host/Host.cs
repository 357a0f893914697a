using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace XifStudio.Host
{
    /// <summary>Answers requests. Between two of them only the reference assemblies of the toolchain and the platform stay.</summary>
    internal sealed class Host
    {
        private const int Platform = 1;
        private const int Compile = 2;

        private readonly References references = new References();

        public byte[] Answer(byte[] frame)
        {
            var reader = new FrameReader(frame);
            Answer answer;
            try
            {
                switch (reader.Number())
                {
                    case Platform:
                        answer = TakePlatform(reader);
                        break;
                    case Compile:
                        answer = new Compiling(Job.Read(reader), references).Run();
                        break;
                    default:
                        answer = XifStudio.Host.Answer.Declined("the request is of another version");
                        break;
                }
            }
            catch (OutOfMemoryException)
            {
                answer = XifStudio.Host.Answer.OutOfMemory();
            }
            catch (Exception error)
            {
                answer = XifStudio.Host.Answer.Declined("the compiler ended with " + error.GetType().Name);
            }
            return answer.Frame(Process.GetCurrentProcess().WorkingSet64 >> 20);
        }

        private Answer TakePlatform(FrameReader reader)
        {
            foreach (KeyValuePair<string, byte[]> file in reader.List(Job.File))
            {
                references.AddPlatform(file.Key, file.Value);
            }
            return XifStudio.Host.Answer.Compiled(true, new List<string>(), new byte[0], new byte[0]);
        }
    }
}
