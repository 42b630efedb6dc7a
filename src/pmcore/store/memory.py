"""Stand-in until the real memory store lands."""
from contextlib import contextmanager
import copy
from pmcore.model.book import *
class MemoryStore:
    def __init__(s): s.b={}
    def sites(s): return [k for k,v in s.b.items() if v['entries']]
    def _get(s,site): return s.b.setdefault(site,dict(entries=[],personal={},rows={},duties=[],wakes={},watches={},counters={},columns={},notes={}))
    @contextmanager
    def read(s,site): yield R(site,s._get(site))
    @contextmanager
    def write(s,site): yield R(site,s._get(site))
    def close(s): pass
class R:
    def __init__(s,site,b): s.site=site; s.b=b
    def head(s):
        e=s.b['entries']; return Head(e[-1].seq,e[-1].hash,e[-1].written) if e else None
    def entry(s,q): return s.b['entries'][q-1] if 0<q<=len(s.b['entries']) else None
    def entries(s,after=0,limit=None): return iter(s.b['entries'][after:(after+limit) if limit else None])
    def history(s,r,n): return [e for e in s.b['entries'] if (e.register,e.number)==(r,n)]
    def caused(s,q): return [e for e in s.b['entries'] if e.cause==q]
    def by_command(s,c): return next((e for e in s.b['entries'] if e.command==c),None)
    def personal(s,q): return s.b['personal'].get(q,{})
    def row(s,r,n): return s.b['rows'].get((r,n))
    def find(s,r,matches=(),*,closed=None,state=None,after=None,limit=None,newest_first=False):
        from pmcore.engine.overlay import _fits
        rows=sorted((row for k,row in s.b['rows'].items() if k[0]==r and _fits(row,matches,closed,state,after,newest_first)),key=lambda x:x.opened,reverse=newest_first)
        return rows[:limit]
    def count(s,r,matches=(),*,closed=None,state=None): return len(s.find(r,matches,closed=closed,state=state))
    def duties(s,register=None,number=None,*,holders=None,due_by=None):
        return sorted([d for d in s.b['duties'] if (register is None or d.register==register) and (number is None or d.number==number)],key=lambda d:d.due)
    def wakes(s,until): return sorted((due,k[0],k[1],st) for k,l in s.b['wakes'].items() for st,due in l if due<=until)
    def wake_of(s,r,n): return s.b['wakes'].get((r,n),[])
    def watchers(s,keys): return [k for k,l in s.b['watches'].items() if set(l)&set(keys)]
    def counter(s,r,x): return s.b['counters'].get((r,x),0)
    def columns(s,r): return list(s.b['columns'].get(r,{}).values())
    def registers(s): return list(s.b['columns'])
    def note(s,n): return s.b['notes'].get(n)
    def steps_between(s,r,st,a,b): return [e for e in s.b['entries'] if e.register==r and e.step==st and a<=e.at<b]
    def commit(s,x):
        b=s.b
        for e in x.entries:
            assert e.seq==len(b['entries'])+1; b['entries'].append(e)
        b['personal'].update(x.personal); b['rows'].update(x.rows)
        for d in x.duties_closed: b['duties'].remove(d)
        b['duties']+=x.duties_opened
        b['wakes'].update(x.wakes); b['watches'].update(x.watches); b['counters'].update(x.counters)
        for c in x.columns: b['columns'].setdefault(c.register,{})[c.name]=c
        b['notes'].update(x.notes)
        for q in x.erased: b['personal'].pop(q,None)
    def clear(s):
        for k in ('rows','wakes','watches','counters'): s.b[k]={}
        s.b['duties']=[]
