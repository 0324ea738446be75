"""Verdicts of python-stdnum on seeded random numbers of each form.

    uv run --with python-stdnum python test/golden/generate-national-ids.py
"""
import importlib
import json
import pathlib
import random
import string

import stdnum

rng = random.Random(7)
D = string.digits
L = string.ascii_uppercase
def digits(n, first=D): return rng.choice(first) + ''.join(rng.choice(D) for _ in range(n - 1))
def ymd(): return f'{rng.randrange(30, 99):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}'
def dmy():
    d = ymd(); return d[4:] + d[2:4] + d[:2]
def letters(n, of=L): return ''.join(rng.choice(of) for _ in range(n))
def repeated():
    ten = rng.sample(D, 10)
    while ten[0] == '0': rng.shuffle(ten)
    ten[rng.randrange(1, 10)] = ten[0]
    return ''.join(ten) + rng.choice(D)
forms = {
  'payment-card': ('luhn', lambda: '4' + digits(15)),
  'iban': ('iban', lambda: 'DE' + digits(20)),
  'at-svnr': ('at.vnr', lambda: digits(4, D[1:]) + dmy()),
  'au-tfn': ('au.tfn', lambda: digits(9)),
  'be-nn': ('be.nn', lambda: ymd() + digits(5)),
  'br-cpf': ('br.cpf', lambda: digits(11)),
  'ca-sin': ('ca.sin', lambda: digits(9, '12345679')),
  'ch-ahv': ('ch.ssn', lambda: '756' + digits(10)),
  'cn-id': ('cn.ric', lambda: '110105' + '19' + ymd() + digits(3) + rng.choice(D + 'X')),
  'de-tax-id': ('de.idnr', repeated),
  'es-dni': ('es.dni', lambda: digits(8) + rng.choice('TRWAGMYFPDXBNJZSQVHLCKE')),
  'es-nie': ('es.nie', lambda: rng.choice('XYZ') + digits(7) + rng.choice('TRWAGMYFPDXBNJZSQVHLCKE')),
  'fi-hetu': ('fi.hetu', lambda: dmy() + '-' + digits(3, '012345678') + rng.choice('0123456789ABCDEFHJKLMNPRSTUVWXY')),
  'fr-nir': ('fr.nir', lambda: rng.choice('12') + ymd()[:4] + rng.choice(['75', '13', '2A', '2B']) + digits(8)),
  'gb-nhs': ('gb.nhs', lambda: digits(10, D[1:])),
  'ie-pps': ('ie.pps', lambda: digits(7) + letters(1, 'ABCDEFGHIJKLMNOPQRSTUVW') + rng.choice(['', 'A', 'B', 'W'])),
  'il-id': ('il.idnr', lambda: digits(9)),
  'in-aadhaar': ('in_.aadhaar', lambda: digits(12, '23456789')),
  'it-codice-fiscale': ('it.codicefiscale', lambda: letters(6, 'BCDFGLMNPRST') + ymd()[:2] + rng.choice('ABCDEHLMPRST') + f'{rng.randrange(1, 29):02d}' + letters(1) + digits(3) + letters(1)),
  'kr-rrn': ('kr.rrn', lambda: ymd() + rng.choice('12') + digits(6, '0123')),
  'mx-curp': ('mx.curp', lambda: letters(1,'BCDFG') + 'A' + letters(2,'BCDFG') + ymd() + rng.choice('HM') + 'DF' + letters(3, 'BCDFGLMNPRST') + digits(2)),
  'nl-bsn': ('nl.bsn', lambda: digits(9)),
  'no-fnr': ('no.fodselsnummer', lambda: dmy() + digits(5, '01234')),
  'pl-pesel': ('pl.pesel', lambda: ymd() + digits(5)),
  'pt-nif': ('pt.nif', lambda: digits(9, D[1:])),
  'se-personnummer': ('se.personnummer', lambda: ymd() + '-' + digits(4)),
  'tr-kimlik': ('tr.tckimlik', lambda: digits(11, D[1:])),
  'us-itin': ('us.itin', lambda: '9' + digits(2) + str(rng.randrange(66, 100)) + digits(4)),  # 50 to 65 came later
  'us-ssn': ('us.ssn', lambda: digits(9, '012345678')),
  'za-id': ('za.idnr', lambda: ymd() + digits(4) + rng.choice('01') + digits(2, '89')),
}
out = {}
for kind, (name, draw) in forms.items():
    module = importlib.import_module('stdnum.' + name)
    groups = {True: [], False: []}
    for _ in range(20000):
        n = draw(); ok = module.is_valid(n)
        if len(groups[ok]) < 12: groups[ok].append(n)
        if all(len(g) == 12 for g in groups.values()): break
    out[kind] = {'valid': groups[True], 'invalid': groups[False]}
    assert all(len(group) == 12 for group in groups.values()), kind
result = {'source': f'python-stdnum {stdnum.__version__}', 'kinds': out}
target = pathlib.Path(__file__).with_name('national-ids.json')
target.write_text(json.dumps(result, indent=2) + '\n')
